"""Where the words of a posting say something else than its terms sheet. Vaguer words contradict nothing."""
