"""Reports of what goes against the rules, and what operators decide."""
