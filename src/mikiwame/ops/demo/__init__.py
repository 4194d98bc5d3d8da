"""The demo market: people, postings and what came of them, played through the rooms' own operations.

``people``, ``postings`` and ``deals`` are content; ``script`` has the words for it, ``build`` plays it.
"""
