"""What is new, told to open pages as server-sent events by a process of its own (docs/decisions/live.md)."""
