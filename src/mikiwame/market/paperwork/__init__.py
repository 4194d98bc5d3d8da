"""Documents: from facts to what can be printed, kept and checked."""
