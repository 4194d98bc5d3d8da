"""What travels in each room's requests and answers."""
