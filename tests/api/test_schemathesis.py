"""Requests that nobody thought of: no faults, and every answer is as documented."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, transaction
from hypothesis import HealthCheck, Phase, settings
from pytest_django import DjangoDbBlocker
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi import checks

from mikiwame.wsgi import application
from tests.api.affairs import Affairs, between
from tests.api.samples import DOCUMENT
from tests.cast import assemble

CHECKS = [
    not_a_server_error,
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_schema_conformance,
    checks.unsupported_method,
]

schema = schemathesis.openapi.from_dict(DOCUMENT)
schema.app = application


@pytest.fixture(scope="module")
def affairs(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Affairs]:
    """One thing of every kind between two members, the same for all requests."""
    with django_db_blocker.unblock(), transaction.atomic():
        made = between(assemble())
        with connection_kept():
            yield made
        transaction.set_rollback(True)


@contextmanager
def connection_kept() -> Iterator[None]:
    """A server gives its connection back after each request; here all requests share one transaction."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


DRIVEN = settings(deadline=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck))


def assert_answers_are_as_documented(case: Any, affairs: Affairs) -> None:
    for name in case.path_parameters or ():
        case.path_parameters[name] = affairs.ids[name]
    for program in (affairs.sakurai, affairs.yuki):
        with transaction.atomic():
            response = case.call(headers={"Authorization": f"Bearer {program.token}"})
            transaction.set_rollback(True)
        case.validate_response(response, checks=CHECKS)


@schema.parametrize()
@settings(DRIVEN, max_examples=4, derandomize=True)
def test_every_answer_is_as_documented(case: Any, affairs: Affairs) -> None:
    assert_answers_are_as_documented(case, affairs)


@pytest.mark.soak
@schema.parametrize()
@settings(DRIVEN, max_examples=40)
def test_every_answer_to_very_many_requests_is_as_documented(case: Any, affairs: Affairs) -> None:
    assert_answers_are_as_documented(case, affairs)
