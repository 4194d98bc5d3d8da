"""The command ``mikiwame read``: a posting for people, files of many rows for programs."""
