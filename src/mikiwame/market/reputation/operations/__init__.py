"""What is written of people, one file a chapter: their reviews and the standing that follows from them."""
