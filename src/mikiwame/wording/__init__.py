"""Sentences that several surfaces say alike, in the reader's language.

words    what the domain's bare words are called
formats    money, days, times and how long something took, as people write them
lines    the lines of a terms sheet
timeline    the facts of a contract
records    a dispute with its evidence as one document
"""
