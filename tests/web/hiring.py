"""What the tests of pages share: who reads."""

from django.conf import settings
from django.test import Client

from mikiwame.market.members.models import Member


def reading(member: Member) -> Client:
    """A browser in which that member has signed in."""
    client = Client()
    client.force_login(member, backend=settings.AUTHENTICATION_BACKENDS[-1])
    return client
