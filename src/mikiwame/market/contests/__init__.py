"""Contests (コンペ): one brief, many entries, prizes that are in escrow before anybody begins."""
