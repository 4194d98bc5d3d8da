"""What many answers to one question say together, how sure that is, and how well each worker answers.

- `aggregate` takes labels (one of several choices) and gives each item's most believable one.
- `majority_vote`, `dawid_skene` and `logistic_normal` are models behind and beside it, each with its formulas
  and source in its module; they take `read` answers and give beliefs, classes × items.
- `collusion` finds workers who copy and gives them one voice.

It is a library of NumPy alone: it knows nothing of batches, members or databases. One configuration serves
all data. No finding of it rejects an answer; it informs who decides.
"""

from .answers import Answers, read
from .dawid_skene import dawid_skene
from .labels import Consensus, aggregate
from .logistic_normal import logistic_normal
from .majority import majority_vote

__all__ = [
    "Answers",
    "Consensus",
    "aggregate",
    "dawid_skene",
    "logistic_normal",
    "majority_vote",
    "read",
]
