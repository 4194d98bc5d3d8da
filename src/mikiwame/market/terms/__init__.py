"""Versions of terms sheets, and their differences."""
