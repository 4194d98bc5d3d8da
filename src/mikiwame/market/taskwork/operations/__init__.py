"""What people do with batches, their units and their answers; one file for each part of the story."""
