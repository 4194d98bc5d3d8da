"""What happens to reports, and to what operators decide."""
