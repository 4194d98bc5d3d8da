"""How well the engine reads, measured on labelled texts."""
