"""``{% page_of turn.page %}``: the address of a thing's page."""

from django import template

from mikiwame.web.pages import address_of

register = template.Library()
register.simple_tag(address_of, name="page_of")
