"""Reads a text, a record, reviews; says what is missing, odd or dangerous. No Django here."""
