"""What members look for in the list, kept under a name."""

from dataclasses import fields

from django.db import models
from django.db.models import Q

from mikiwame.core.fields import Named, one_of
from mikiwame.core.terms import Format, RewardBasis
from mikiwame.market.hiring.listing import (
    CROWD_STEPS,
    FINISHED_STEPS,
    HOURLY_STEPS,
    Care,
    Filters,
    Sort,
)
from mikiwame.market.members.models import Member

CRITERIA_MOST = 10
"""How many a member may keep: each has a number of its own from 1 to that."""


class Criteria(Named):
    """A member's own filters over the list, by a name of hers; the columns are those of ``Filters``."""

    KIND = "criteria"

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="+")
    number = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=40)
    is_default = models.BooleanField(default=False, help_text="the list begins with it")
    saved_at = models.DateTimeField()
    text = models.TextField(blank=True)
    category = models.TextField(blank=True, help_text="a slug of either level")
    format = models.TextField(blank=True)
    reward_basis = models.TextField(blank=True)
    reward_least = models.BigIntegerField(null=True)
    hourly_least = models.PositiveSmallIntegerField(null=True)
    newcomers = models.BooleanField(default=False)
    continuing = models.BooleanField(default=False)
    crowd_most = models.PositiveSmallIntegerField(null=True)
    care = models.TextField(blank=True)
    record = models.BooleanField(default=False)
    finished_least = models.PositiveSmallIntegerField(null=True)
    funded = models.BooleanField(default=False)
    calm_reviews = models.BooleanField(default=False)
    unproven = models.BooleanField(default=False)
    sort = models.TextField(default=Sort.NEWEST.value)

    class Meta:
        ordering = ("member", "number")
        verbose_name_plural = "criteria"
        constraints = (
            models.UniqueConstraint(fields=["member", "number"], name="hiring_criteria_number_once"),
            models.UniqueConstraint(fields=["member", "name"], name="hiring_criteria_name_once"),
            models.UniqueConstraint(
                fields=["member"], condition=Q(is_default=True), name="hiring_criteria_one_default"
            ),
            models.CheckConstraint(
                name="hiring_criteria_few", condition=Q(number__gte=1, number__lte=CRITERIA_MOST)
            ),
            models.CheckConstraint(name="hiring_criteria_named", condition=~Q(name="")),
            models.CheckConstraint(
                name="hiring_criteria_care_known", condition=Q(care__in=["", *map(str, Care)])
            ),
            models.CheckConstraint(
                name="hiring_criteria_format_known", condition=Q(format__in=["", *map(str, Format)])
            ),
            models.CheckConstraint(
                name="hiring_criteria_basis_known", condition=Q(reward_basis__in=["", *map(str, RewardBasis)])
            ),
            models.CheckConstraint(
                name="hiring_criteria_steps_known",
                condition=(Q(crowd_most=None) | Q(crowd_most__in=CROWD_STEPS))
                & (Q(finished_least=None) | Q(finished_least__in=FINISHED_STEPS))
                & (Q(hourly_least=None) | Q(hourly_least__in=HOURLY_STEPS)),
            ),
            one_of("hiring_criteria_sort_known", "sort", Sort),
        )

    @property
    def filters(self) -> Filters:
        """What is asked for."""
        values = {field.name: getattr(self, field.name) for field in fields(Filters)}
        return Filters(**values | {"sort": Sort(self.sort)})
