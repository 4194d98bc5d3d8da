"""Private values as people write them, and as they are kept: normalised, so that equals are equal."""

import dataclasses
import json
import re
import unicodedata
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Self

from mikiwame.core.errors import Refused
from mikiwame.core.texts import clean

LEGAL_NAME_MOST, ADDRESS_MOST = 100, 300

PREFECTURES = tuple(f"{number:02}" for number in range(1, 48))
"""By their codes (JIS X 0401): 13 is Tokyo."""
BIRTH_YEARS = tuple(str(year) for year in range(1930, 2015, 5))
"""The first of five years in which somebody was born."""

_DASHES = re.compile(r"[\s()./\-\u2010-\u2015\u2212\u30fc\uff0d]+")
_JAPANESE_PHONE = re.compile(r"0\d{9,10}", re.ASCII)
_FOREIGN_PHONE = re.compile(r"\+[1-9]\d{6,14}", re.ASCII)
_INVOICE_NUMBER = re.compile(r"T\d{13}", re.ASCII)
_HOLDER = re.compile(r"[ァ-ヴー・A-Z0-9 ().\-/「」]{1,48}")
_HIRAGANA = {code: code + 0x60 for code in range(ord("ぁ"), ord("ゔ") + 1)}


class AccountKind(StrEnum):
    """Kinds of bank accounts that a transfer in Japan can go to (預金種目)."""

    ORDINARY = "ordinary"
    CURRENT = "current"
    SAVINGS = "savings"


@dataclass(frozen=True)
class BankAccount:
    """Where earnings are paid to: codes as in the Zengin system, the holder's name in katakana."""

    bank: str = field(repr=False)
    branch: str = field(repr=False)
    kind: AccountKind = field(repr=False)
    number: str = field(repr=False)
    holder: str = field(repr=False)

    @classmethod
    def written(cls, *, bank: str, branch: str, kind: str, number: str, holder: str) -> Self:
        """An account as people write it; raises ValueError with the name of the part that is wrong."""
        return cls(
            bank=_digits(bank, 4, "bank"),
            branch=_digits(branch, 3, "branch"),
            kind=AccountKind(kind),
            number=_digits(number, 7, "number"),
            holder=_holder(holder),
        )

    @classmethod
    def load(cls, text: str) -> Self:
        """The account that ``dump`` wrote."""
        values = json.loads(text)
        return cls(**values | {"kind": AccountKind(values["kind"])})

    def dump(self) -> str:
        """All of it as one text, to be sealed."""
        return json.dumps(dataclasses.asdict(self), ensure_ascii=False)

    @property
    def identity(self) -> str:
        """What makes two accounts the same one, whoever is said to hold it."""
        return f"{self.bank}-{self.branch}-{self.kind}-{self.number}"


@dataclass(frozen=True)
class PrivateValues:
    """A member's private values, opened. Its repr shows none of them: it may end up in a log."""

    legal_name: str = field(default="", repr=False)
    address: str = field(default="", repr=False)
    phone: str = field(default="", repr=False)
    bank_account: BankAccount | None = field(default=None, repr=False)
    invoice_number: str = field(default="", repr=False)
    prefecture: str = field(default="", repr=False)
    birth_years: str = field(default="", repr=False)

    @property
    def invoice_number_is_doubtful(self) -> bool:
        """Whether the invoice number is no corporate one: a person's, or a slip."""
        return bool(self.invoice_number) and not is_corporate(self.invoice_number)

    def kept(self) -> list[str]:
        """The names of the values that there are."""
        return [column.name for column in dataclasses.fields(self) if getattr(self, column.name)]


NAMES = tuple(column.name for column in dataclasses.fields(PrivateValues))


def given(
    *,
    legal_name: str | None,
    address: str | None,
    phone: str | None,
    bank_account: BankAccount | None,
    invoice_number: str | None,
    prefecture: str | None,
    birth_years: str | None,
) -> dict[str, Any]:
    """What is not None, each in its one spelling; raises Refused at the field that is not understood."""
    written = {
        "legal_name": _line(legal_name, "legal_name", most=LEGAL_NAME_MOST),
        "address": _line(address, "address", most=ADDRESS_MOST),
        "phone": _number(phone, read_phone_number, "phone"),
        "bank_account": bank_account,
        "invoice_number": _number(invoice_number, read_invoice_number, "invoice_number"),
        "prefecture": _chosen(prefecture, PREFECTURES, "prefecture"),
        "birth_years": _chosen(birth_years, BIRTH_YEARS, "birth_years"),
    }
    return {name: value for name, value in written.items() if value is not None}


def read_phone_number(text: str) -> str:
    """A telephone number in one spelling: ``09012345678`` within Japan, ``+4930123456`` elsewhere.

    Full-width digits, dashes, brackets and +81 are understood. Raises ValueError for anything else.
    """
    digits = _DASHES.sub("", unicodedata.normalize("NFKC", text))
    if digits.startswith("+81"):
        digits = "0" + digits[3:].removeprefix("0")
    if not (_JAPANESE_PHONE.fullmatch(digits) or _FOREIGN_PHONE.fullmatch(digits)):
        raise ValueError("not a telephone number")
    return digits


def read_invoice_number(text: str) -> str:
    """A qualified invoice issuer's number (登録番号): T and 13 digits; raises ValueError for other text."""
    number = _DASHES.sub("", unicodedata.normalize("NFKC", text)).upper()
    if not number.startswith("T"):
        number = "T" + number
    if not _INVOICE_NUMBER.fullmatch(number):
        raise ValueError("not an invoice number")
    return number


def is_corporate(number: str) -> bool:
    """Whether an invoice number carries the check digit of a corporate number (法人番号).

    A person's may not: this is a reason to look again, never to refuse. Check digit: 9 − (Σ Pₙ·Qₙ mod 9),
    with weights 1 and 2 in turn from the right (Ordinance on the Corporate Number, article 2).
    """
    check, body = int(number[1]), number[2:]
    total = sum(int(digit) * (1 + place % 2) for place, digit in enumerate(reversed(body)))
    return check == 9 - total % 9


def one_line(text: str) -> str:
    """A name or address in one spelling: composed (NFKC), with single spaces."""
    return " ".join(unicodedata.normalize("NFKC", text).split())


def _line(text: str | None, field: str, *, most: int) -> str | None:
    return None if text is None else clean(one_line(text), most=most, field=field)


def _number(text: str | None, read: Callable[[str], str], field: str) -> str | None:
    """A blank text stays blank: it removes the value."""
    if text is None or not text.strip():
        return None if text is None else ""
    try:
        return read(text)
    except ValueError:
        raise Refused(f"{field}_unreadable", field=field) from None


def _chosen(text: str | None, among: Collection[str], field: str) -> str | None:
    if text and text not in among:
        raise Refused("choice_unknown", field=field)
    return text


def _digits(text: str, most: int, part: str) -> str:
    digits = _DASHES.sub("", unicodedata.normalize("NFKC", text))
    if not (digits.isascii() and digits.isdigit() and len(digits) <= most):
        raise ValueError(part)
    return digits.zfill(most)


def _holder(text: str) -> str:
    name = one_line(text).translate(_HIRAGANA).upper()
    if not _HOLDER.fullmatch(name):
        raise ValueError("holder")
    return name
