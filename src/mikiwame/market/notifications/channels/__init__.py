"""The ways by which notifications reach people outside of the pages."""
