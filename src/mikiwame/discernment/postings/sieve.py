"""A sieve of expressions by the words that a text must hold for them to match: few have to be tried."""

from collections.abc import Collection

from .needs import Needs


class Sieve:
    """Tells, of very many numbered expressions, those that may match a text.

    >>> sieve = Sieve([(0, [("line", "ライン")]), (1, [("口座",), ("貸", "売")]), (2, [])])
    >>> sieve.passed("口座を貸してください"), sieve.passed("口座")
    ({1, 2}, {2})
    """

    def __init__(self, ways: Collection[tuple[int, Needs]]) -> None:
        """Of these expressions by their numbers, each once for every way in which it can match."""
        self._always = {number for number, needs in ways if not needs}
        self._begun_by: dict[str, list[tuple[int, list[frozenset[str]]]]] = {}
        literals: set[str] = set()
        for number, needs in ((number, needs) for number, needs in ways if needs):
            rarest, *others = sorted(map(frozenset, needs), key=frequency)
            for literal in rarest:
                self._begun_by.setdefault(literal, []).append((number, others))
            literals |= rarest.union(*others)
        self._letters = frozenset(one for one in literals if len(one) == 1)
        self._begun: dict[str, list[str]] = {}
        for literal in literals - self._letters:
            self._begun.setdefault(literal[:2], []).append(literal)
        self._beginnings = frozenset(self._begun)

    def passed(self, text: str) -> set[int]:
        """The numbers of the expressions of which a text meets all that some way needs."""
        held = self.held_by(text)
        passed = {*self._always}
        for literal in held:
            for number, others in self._begun_by.get(literal, ()):
                if number in passed:
                    continue
                for needed in others:
                    if held.isdisjoint(needed):
                        break
                else:
                    passed.add(number)
        return passed

    def held_by(self, text: str) -> frozenset[str]:
        """The literals that stand in a text; those of several letters are found by the first two."""
        begun = self._beginnings.intersection(map(str.__add__, text, text[1:]))
        longer = [one for two in begun for one in self._begun[two] if one in text]
        return self._letters.intersection(text).union(longer)


def frequency(literals: Collection[str]) -> float:
    """How often a text holds one of these, about: most texts are kana and figures."""
    return sum(4.0 ** -sum(1 if letter in _EVERYWHERE else 3 for letter in one) for one in literals)


_EVERYWHERE = frozenset(map(chr, range(ord("ぁ"), ord("ん") + 1))) | frozenset("0123456789")
