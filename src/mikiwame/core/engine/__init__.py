"""The database engine in the settings: Django's for PostgreSQL, with a cheaper look at kept connections."""
