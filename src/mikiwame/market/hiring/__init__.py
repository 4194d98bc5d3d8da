"""Postings, applications, odds."""
