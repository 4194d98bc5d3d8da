"""Words that every room shares: money, tax, terms, lifecycle, the clock, refusals, fields."""
