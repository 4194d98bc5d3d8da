"""People and organisations, what they show and what they keep private."""
