"""Accounts and transfers: double entry, kept by the database. No business words; only escrow comes here."""
