"""Verbs of hiring, one module for each story: postings, their files, applications, the index of lists."""
