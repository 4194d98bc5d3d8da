"""Reads a comment: how it feels, and what it says happened to its writer."""
