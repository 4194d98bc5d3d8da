"""From history to people: who is told, in which words, by which channels."""
