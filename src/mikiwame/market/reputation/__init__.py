"""Reviews and track records."""
