"""``{% load hiring %}``, ``{{ posting.category|named }}``: a category's name in the reader's language."""

from django import template

from mikiwame.web.categories import name_of

register = template.Library()
register.filter("named", name_of)
