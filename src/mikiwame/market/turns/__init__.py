"""Whose turn, since when, until when, and what happens then: one row per open thing."""
