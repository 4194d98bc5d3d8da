"""``{% load sheets %}``, ``{{ line|in_words:term }}``: a line of a terms sheet as readers read it."""

from django import template

from mikiwame.wording.lines import in_words

register = template.Library()
register.filter("in_words", in_words)
