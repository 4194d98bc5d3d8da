"""What can be asked of the list of postings, in its address."""

from dataclasses import dataclass

from django.http import QueryDict

from mikiwame.market.hiring.listing import Filters, Page

from .filters import FiltersForm, address_of, said


@dataclass(frozen=True)
class Chip:
    """A filter that is on, and the address of the list without it."""

    label: str
    address: str


class ListingForm(FiltersForm):
    """Filters and order, as the address asks."""

    def __init__(self, asked: QueryDict) -> None:
        super().__init__(asked)
        self.asked = asked
        self.full_clean()

    def chips(self) -> list[Chip]:
        """The filters that are on."""
        return [
            Chip(label, self.address(**{name: None})) for name, label in said(self, self.filters()).items()
        ]

    def address(self, **changes: str | None) -> str:
        """The list's address with something else asked for; a changed question begins on the first page."""
        asked = self.asked.copy()
        asked.pop("after", None)
        for name, value in changes.items():
            asked.pop(name, None)
            if value is not None:
                asked[name] = value
        for name in [name for name in asked if not asked[name]]:
            asked.pop(name)
        return f"?{asked.urlencode()}" if asked else address_of(Filters())

    def around(self, found: Page) -> dict[str, str]:
        """The addresses of the pages before and after."""
        places = {"previous": found.previous, "next": found.next}
        return {name: self.address(after=place) for name, place in places.items() if place}

    @property
    def with_unproven(self) -> str:
        """The address that lets them in."""
        return self.address(unproven="on")

    @property
    def kept(self) -> str:
        """What is asked now, as the page that keeps it is told."""
        return address_of(self.filters())
