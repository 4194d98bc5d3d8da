"""What a batch asks, in versions."""

from django.db import models

from mikiwame.core.fields import Named, one_of
from mikiwame.market.taskwork.states import (
    FieldKind,
)

from .batches import Batch


class Form(Named):
    """One version of what is asked."""

    KIND = "form"

    batch = models.ForeignKey(Batch, on_delete=models.CASCADE, related_name="forms")
    version = models.PositiveSmallIntegerField()
    frozen_at = models.DateTimeField(null=True, help_text="from then on nothing in it changes")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["batch", "version"], name="taskwork_form_version_once"),
        )


class Field(Named):
    """One question, or one thing that is shown."""

    KIND = "field"

    form = models.ForeignKey(Form, on_delete=models.CASCADE, related_name="asked")
    number = models.PositiveSmallIntegerField()
    name = models.SlugField(max_length=40, help_text="its column in results")
    kind = models.TextField()
    label = models.CharField(max_length=500, help_text="may hold {{column}}")
    help = models.CharField(max_length=500, blank=True)
    required = models.BooleanField(default=True)
    least = models.IntegerField(null=True, help_text="number, letters, or choices, by its kind")
    most = models.IntegerField(null=True)
    least_label = models.CharField(max_length=40, blank=True)
    most_label = models.CharField(max_length=40, blank=True)
    show_if = models.CharField(max_length=40, blank=True, help_text="name of an earlier field")
    show_if_value = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ("form", "number")
        constraints = (
            one_of("taskwork_field_kind_known", "kind", FieldKind),
            models.UniqueConstraint(fields=["form", "number"], name="taskwork_field_number_once"),
            models.UniqueConstraint(fields=["form", "name"], name="taskwork_field_name_once"),
        )


class Choice(Named):
    """Something that can be chosen."""

    KIND = "choice"

    field = models.ForeignKey(Field, on_delete=models.CASCADE, related_name="choices")
    number = models.PositiveSmallIntegerField()
    value = models.CharField(max_length=100, help_text="as results say it")
    label = models.CharField(max_length=200)

    class Meta:
        ordering = ("field", "number")
        constraints = (
            models.UniqueConstraint(fields=["field", "number"], name="taskwork_choice_number_once"),
            models.UniqueConstraint(fields=["field", "value"], name="taskwork_choice_value_once"),
        )
