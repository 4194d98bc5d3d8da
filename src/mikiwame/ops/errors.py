"""What an operator can mend: every message says what is wrong and what to do."""


class OperatorError(Exception):
    """Shown as it is, without a traceback."""
