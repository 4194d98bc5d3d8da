"""Where the page of a thing is: turns and notices know things by key, readers by address."""

from django.urls import reverse

from mikiwame.core.ids import id_of

PAGES = {
    "posting": "posting",
    "application": "application",
    "offer": "offer",
    "contract": "contract",
    "period": "period",
    "deposit": "deposit",
    "dispute": "dispute",
    "appeal": "appeal",
    "conversation": "conversation",
    "batch": "batch",
    "summary": "summary",
    "answer": "answer",
    "contest": "contest",
    "entry": "entry",
    "exclusion": "exclusion",
    "sanction": "sanction",
    "party": "member",
}
"""Kind of key -> name of the address that takes its identifier as ``id``."""


def proposal_about(contract: str) -> str:
    """The path of the page where a change of the terms of the contract with that key is proposed."""
    return reverse("amendment_new", kwargs={"id": id_of(contract)})


def address_in(name: str, id: object) -> str:  # noqa: A002
    """The path of one of the pages about a thing, by the page's name."""
    return reverse(name, kwargs={"id": id})


def address_of(key: str) -> str:
    """The path of the page about a thing; raises KeyError for a kind that has no page of its own.

    What is no key of a thing is the name of a page of the reader's own, such as ``private_data``.
    """
    if ":" not in key:
        return reverse(key)
    return reverse(PAGES[key.partition(":")[0]], kwargs={"id": id_of(key)})
