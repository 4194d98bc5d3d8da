"""What members keep private: written down, read, and sealed anew."""

import dataclasses
from collections.abc import Collection
from datetime import datetime

from allauth.mfa.models import Authenticator

from mikiwame.core.errors import require
from mikiwame.core.operation import operation
from mikiwame.market.history.operations import record
from mikiwame.market.members import events, papers, private, rules, sealing
from mikiwame.market.members.models import Member, Paper, PrivateData
from mikiwame.market.members.private import BankAccount, PrivateValues
from mikiwame.market.members.sealing import keyring

from . import identity


@operation
def keep_private_data(
    member: Member,
    *,
    by: Member,
    at: datetime,
    legal_name: str | None = None,
    address: str | None = None,
    phone: str | None = None,
    bank_account: BankAccount | None = None,
    invoice_number: str | None = None,
    prefecture: str | None = None,
    birth_years: str | None = None,
) -> PrivateData:
    """A member writes down private values: None leaves a value as it is, an empty text removes it."""
    row = _locked_private_data(member, at=at)
    require(rules.is_oneself(by, member))
    given = private.given(
        legal_name=legal_name,
        address=address,
        phone=phone,
        bank_account=bank_account,
        invoice_number=invoice_number,
        prefecture=prefecture,
        birth_years=birth_years,
    )

    return _keep(row, dataclasses.replace(row.opened(), **given), by=by, at=at)


@operation
def remove_bank_account(member: Member, *, by: Member, at: datetime) -> PrivateData:
    """A member takes her bank account back; earnings then wait for another one."""
    row = _locked_private_data(member, at=at)
    require(rules.is_oneself(by, member))

    return _keep(row, dataclasses.replace(row.opened(), bank_account=None), by=by, at=at)


@operation
def reveal(
    member: Member, *, by: Member, at: datetime, reason: str = "", only: Collection[str] = private.NAMES
) -> PrivateValues:
    """Private values of some names, opened for one reader; a reading by anybody but the member is a fact."""
    require(rules.may_read_private_data(by, member, reason))
    row = PrivateData.objects.filter(member=member).first()
    values = row.opened(only) if row else PrivateValues()

    if by.pk != member.pk:
        fact = events.PrivateDataRead(subject=member.key, read=values.kept(), reason=reason.strip())
        record(fact, by=by.key, at=at)
    return values


def reseal(*, limit: int = 100) -> int:
    """Seal what older keys sealed anew under the newest one, row by row; returns how many rows are done."""
    done = _reseal_ways_in()
    while done < limit and (_reseal_one() or _reseal_paper()):
        done += 1
    return done


def _locked_private_data(member: Member, *, at: datetime) -> PrivateData:
    new = {"sealed_with": keyring().newest.name, "updated_at": at}
    PrivateData.objects.get_or_create(member=member, defaults=new)
    return PrivateData.objects.select_for_update().get(member=member)


def _keep(row: PrivateData, values: PrivateValues, *, by: Member, at: datetime) -> PrivateData:
    """Seal the values and record which came and which went. Under another name she is nobody confirmed."""
    earlier = row.opened()
    before, after = set(earlier.kept()), set(values.kept())
    row.seal(values)
    row.updated_at = at
    row.save()
    if earlier.legal_name != values.legal_name:
        identity.end(row.member, at=at)
    if earlier.bank_account != values.bank_account:
        record(events.BankAccountChanged(subject=by.key), by=by.key, at=at)

    fact = events.PrivateDataKept(subject=by.key, kept=sorted(after), removed=sorted(before - after))
    record(fact, by=by.key, at=at)
    return row


@operation
def _reseal_one() -> bool:
    stale = PrivateData.objects.exclude(sealed_with=keyring().newest.name)
    row = stale.select_for_update(skip_locked=True).first()
    if row is None:
        return False
    row.seal(row.opened())
    row.save()
    return True


@operation
def _reseal_paper() -> bool:
    stale = Paper.objects.exclude(sealed_with=keyring().newest.name)
    paper = stale.select_for_update(skip_locked=True).first()
    if paper is None:
        return False
    content = papers.opened(bytes(paper.content), place=paper.key)
    paper.content, paper.sealed_with = papers.sealed(content, place=paper.key), keyring().newest.name
    paper.save(update_fields=["content", "sealed_with"])
    return True


@operation
def _reseal_ways_in() -> int:
    """The secrets of authenticator apps and recovery codes, few enough for one go."""
    done = 0
    for way in Authenticator.objects.select_for_update().exclude(type=Authenticator.Type.WEBAUTHN):
        for name in {"secret", "seed"} & set(way.data):
            if not sealing.is_text_up_to_date(way.data[name]):
                secret = sealing.open_text(way.data[name], place=sealing.SIGN_IN)
                way.data[name] = sealing.seal_text(secret, place=sealing.SIGN_IN)
                way.save(update_fields=["data"])
                done += 1
    return done
