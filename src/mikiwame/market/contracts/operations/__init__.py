"""From the offer to the end of a contract, one file a chapter: offers, funding, work, endings, disputes.

Locks are taken in one order: an offer, then what hiring locks; a contract, then its parts.
"""
