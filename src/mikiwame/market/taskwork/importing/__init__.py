"""Units from a client's file: CSV or JSON Lines, read as a stream, bad lines named by number. No Django.

``encodings`` finds out how the file is written, ``lines`` cuts it into numbered lines that fit into memory,
``csv_rows`` and ``json_rows`` read one row each, and ``reading.read`` is the door.
"""
