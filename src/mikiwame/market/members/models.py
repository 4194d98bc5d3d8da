"""parties    who can be named in a contract: a person or, later, an organisation
members    people who sign in; each is a party
private_data    sealed: legal name, address, phone, bank account; one row per member
verifications    papers by which a person shows who she is, and what an operator found
papers    their pictures, sealed; gone when the verification doesn't wait any more
api_tokens    keys for programs, kept as hashes
"""

from collections.abc import Collection
from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from mikiwame.core.fields import Named, Stateful, iff, one_of
from mikiwame.core.lifecycle import Lifecycle

from .private import NAMES, BankAccount, PrivateValues
from .sealing import keyring
from .states import VERIFICATION, PaperKind, PartyKind, VerificationState


class Party(Named):
    """Whoever can post, apply, agree, pay and be paid."""

    KIND = "party"

    kind = models.TextField(default=PartyKind.PERSON)
    display_name = models.CharField(max_length=40)
    about = models.TextField(blank=True, max_length=2_000)
    is_business = models.BooleanField(default=False, help_text="acts as a business when it commissions work")
    withholds_tax = models.BooleanField(default=False, help_text="must keep back income tax (源泉徴収義務者)")
    is_operator = models.BooleanField(default=False, help_text="runs the house; shown beside its name")
    created_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True, help_text="stays for the other sides' records")

    class Meta:
        verbose_name_plural = "parties"
        constraints = (one_of("members_party_kind_known", "kind", PartyKind),)


class MemberManager(BaseUserManager["Member"]):
    """Looks a member up by e-mail, whatever its case; with her party, which every page needs too."""

    def get_queryset(self) -> models.QuerySet["Member"]:
        return super().get_queryset().select_related("party")

    def get_by_natural_key(self, username: str | None) -> "Member":
        return self.get(email__iexact=username)


class Member(Named, AbstractBaseUser, PermissionsMixin):
    """A person who signs in; worker and client in one."""

    KIND = "member"
    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    email = models.EmailField(unique=True, error_messages={"unique": "taken"})
    party = models.OneToOneField(Party, on_delete=models.PROTECT, related_name="person")
    language = models.CharField(max_length=2, default="ja")
    time_zone = models.CharField(max_length=40, default="Asia/Tokyo")
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField()

    objects: ClassVar[MemberManager] = MemberManager()

    class Meta:
        constraints = (models.UniqueConstraint(Lower("email"), name="members_member_email_once"),)

    def __str__(self) -> str:
        return self.party.display_name

    @property
    def is_operator(self) -> bool:
        """Whether she runs the house: said of her party, for that is what others see."""
        return self.party.is_operator

    def acts_for(self, party: Party) -> bool:
        """Whether this member may speak for that party."""
        return self.party_id == party.pk


class PrivateData(models.Model):
    """What the other side sees only by a step that says so; every column is sealed (AES-GCM)."""

    member = models.OneToOneField(
        Member, on_delete=models.CASCADE, primary_key=True, related_name="private_data"
    )
    legal_name = models.BinaryField(null=True)
    address = models.BinaryField(null=True)
    phone = models.BinaryField(null=True)
    phone_index = models.BinaryField(null=True, help_text="keyed hash, to find equals without opening")
    bank_account = models.BinaryField(null=True)
    bank_account_index = models.BinaryField(null=True)
    invoice_number = models.BinaryField(null=True)
    prefecture = models.BinaryField(null=True, help_text="where she lives; only matching reads it")
    birth_years = models.BinaryField(null=True, help_text="in which five years she was born; the same")
    sealed_with = models.TextField(help_text="name of the key that the whole row is sealed with")
    updated_at = models.DateTimeField()

    class Meta:
        indexes = (
            models.Index(fields=["phone_index"], name="members_private_phone"),
            models.Index(fields=["bank_account_index"], name="members_private_bank"),
            models.Index(fields=["sealed_with"], name="members_private_key"),
        )

    def opened(self, only: Collection[str] = NAMES) -> PrivateValues:
        """The values of some names; raises SealBroken when one was altered, moved, or its key is gone."""
        texts = {column: self._open(column) for column in NAMES if column in only}
        account = texts.pop("bank_account", "")
        return PrivateValues(**texts, bank_account=BankAccount.load(account) if account else None)

    def declared(self) -> tuple[str, str]:
        """Prefecture and years of birth, for matching alone; empty texts where she wrote nothing down."""
        return self._open("prefecture"), self._open("birth_years")

    def seal(self, values: PrivateValues) -> None:
        """Put the values in, all sealed anew under the newest key; unsaved."""
        account = values.bank_account
        texts = {column: getattr(values, column) for column in NAMES}
        texts["bank_account"] = account.dump() if account else ""
        for column, text in texts.items():
            setattr(self, column, keyring().seal(text, place=self._place(column)) if text else None)
        self.phone_index = keyring().index(values.phone, column="phone") if values.phone else None
        self.bank_account_index = (
            keyring().index(account.identity, column="bank_account") if account else None
        )
        self.sealed_with = keyring().newest.name

    def _open(self, column: str) -> str:
        sealed = getattr(self, column)
        return keyring().open(bytes(sealed), place=self._place(column)) if sealed else ""

    def _place(self, column: str) -> str:
        return f"{self.member_id}:{column}"


class Verification(Stateful):
    """How a person showed who she is: by which paper, when, and what an operator found."""

    KIND = "verification"
    LIFECYCLE: ClassVar[Lifecycle] = VERIFICATION

    state = models.TextField(default=VerificationState.SUBMITTED)
    party = models.ForeignKey(Party, on_delete=models.CASCADE, related_name="verifications")
    kind = models.TextField()
    submitted_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, help_text="when an operator last looked at the papers")
    decided_at = models.DateTimeField(null=True)
    valid_until = models.DateField(null=True, help_text="the last day; null: until her name changes")
    reason = models.TextField(blank=True, default="", help_text="why it was refused")

    class Meta:
        constraints = (
            one_of("members_verification_state_known", "state", VerificationState),
            one_of("members_verification_kind_known", "kind", PaperKind),
            iff(
                "members_verification_decided",
                "decided_at",
                states=[VerificationState.CONFIRMED, VerificationState.REFUSED, VerificationState.ENDED],
            ),
            models.UniqueConstraint(
                fields=["party"], condition=Q(state="submitted"), name="members_verification_one_waits"
            ),
            models.UniqueConstraint(
                fields=["party"], condition=Q(state="confirmed"), name="members_verification_one_holds"
            ),
            models.CheckConstraint(
                name="members_verification_refused_with_reason",
                condition=Q(state="refused") & ~Q(reason="") | ~Q(state="refused") & Q(reason=""),
            ),
        )
        indexes = (
            models.Index(
                fields=["submitted_at"], condition=Q(state="submitted"), name="members_verification_queue"
            ),
        )


class Paper(Named):
    """One picture of a paper, sealed (AES-GCM)."""

    KIND = "paper"

    verification = models.ForeignKey(Verification, on_delete=models.CASCADE, related_name="papers")
    number = models.PositiveSmallIntegerField()
    content = models.BinaryField()
    sealed_with = models.TextField(help_text="name of the key that it is sealed with")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["verification", "number"], name="members_paper_number_once"),
        )
        indexes = (models.Index(fields=["sealed_with"], name="members_paper_key"),)


class ApiToken(Named):
    """A key with which a member's program acts for her, within its scopes."""

    KIND = "api_token"

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="api_tokens")
    name = models.CharField(max_length=60)
    digest = models.BinaryField(unique=True, help_text="SHA-256 of the token; the token itself is shown once")
    scopes = models.TextField(help_text="separated by spaces")
    created_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (models.Index(fields=["member"], condition=Q(revoked_at=None), name="members_token_live"),)


class Standing(models.Model):
    """What the record says of a party, written from above by reputation and read by lists."""

    party = models.OneToOneField(Party, on_delete=models.CASCADE, primary_key=True, related_name="standing")
    contracts_finished = models.PositiveIntegerField(default=0, help_text="as worker")
    commissions_finished = models.PositiveIntegerField(default=0, help_text="as client")
    postings_published = models.PositiveIntegerField(default=0)
    hired = models.PositiveIntegerField(default=0, help_text="offers accepted, as client")
    lapsed_unfunded = models.PositiveIntegerField(
        default=0, help_text="contracts that this client never funded"
    )
    review_count = models.PositiveIntegerField(default=0)
    review_stars = models.PositiveIntegerField(default=0, help_text="sum of stars of opened reviews")
    updated_at = models.DateTimeField()
