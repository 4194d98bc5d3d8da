"""Reads what others wrote of a client, review beside review: copies, bursts, praise that was asked for."""
