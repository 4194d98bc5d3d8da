"""What many answers to one question say together, how sure that is, and how well each worker answers.

- `aggregate` takes labels (one of several choices) and gives each item's most believable one.
- `aggregate_numbers` does the same for numbers.
- `majority_vote`, `dawid_skene`, `independent_bcc`, `enhanced_bcc` and `logistic_normal` are models behind it
  and beside it, each with its formulas and source in its module; they take `read` answers.
- `collusion` finds workers who copy and gives them one voice.

It is a library of NumPy alone: it knows nothing of batches, members or databases. One configuration serves
all data. No finding of it rejects an answer; it informs who decides.
"""

from .answers import Answers, read
from .dawid_skene import dawid_skene
from .enhanced_bcc import enhanced_bcc
from .independent_bcc import independent_bcc
from .labels import Consensus, aggregate
from .logistic_normal import logistic_normal
from .majority import majority_vote
from .numbers import NumberConsensus, aggregate_numbers, medians

__all__ = [
    "Answers",
    "Consensus",
    "NumberConsensus",
    "aggregate",
    "aggregate_numbers",
    "dawid_skene",
    "enhanced_bcc",
    "independent_bcc",
    "logistic_normal",
    "majority_vote",
    "medians",
    "read",
]
