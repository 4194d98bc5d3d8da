"""Verbs of hiring, one module for each story: postings, applications, the index that lists read."""
