"""What a posting says, lacks, and warns of."""
