"""The warning signs of a posting, by the words that show them."""
