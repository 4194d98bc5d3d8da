"""Which terms a posting states, concretely enough to act on, and with which words."""
