"""What happens to contests and entries."""
