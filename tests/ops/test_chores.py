"""Long jobs: fetched by their index, taken up again when their worker was killed."""

import json
import os
import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import connection
from procrastinate.contrib.django.models import ProcrastinateJob

from mikiwame.ops import chores
from tests.cast import MORNING
from tests.ops.instance import eventually

TUNED = {"enable_sort=off", "enable_bitmapscan=off", "enable_material=off"}


def fetching() -> tuple[str, set[str]]:
    """The source of the function that fetches a job, and what is set for it."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select prosrc, coalesce(proconfig, '{}') from pg_proc "
            "where proname = 'procrastinate_fetch_job_v2'"
        )
        source, settings = cursor.fetchone()
    return source, set(settings)


def nodes(plan: dict[str, Any]) -> list[str]:
    """The kinds of nodes of a plan."""
    return [plan["Node Type"], *(kind for below in plan.get("Plans", []) for kind in nodes(below))]


@pytest.mark.django_db
def test_fetching_a_job_of_a_fresh_backlog_sorts_nothing() -> None:
    source, settings = fetching()
    assert settings == TUNED
    candidate = re.search(r"candidate AS \((.*?)\)\s*UPDATE", source, re.DOTALL)
    assert candidate is not None

    with connection.cursor() as cursor:
        cursor.execute(
            "insert into procrastinate_jobs (queue_name, task_name, args, lock) "
            "select 'default', 'nothing', '{}', 'lock' || n from generate_series(1, 5000) n"
        )
        for setting in settings:
            name, value = setting.split("=")
            cursor.execute("select set_config(%s, %s, true)", [name, value])
        statement = candidate[1].replace("target_queue_names", "NULL::varchar[]")
        cursor.execute(f"explain (format json) {statement}")
        plan = cursor.fetchone()[0]

    kinds = nodes((json.loads(plan) if isinstance(plan, str) else plan)[0]["Plan"])
    assert "Sort" not in kinds
    assert any(kind.startswith("Index") for kind in kinds)


@pytest.mark.django_db(transaction=True)
def test_what_a_killed_worker_left_behind_is_taken_up_again() -> None:
    chores.clean.configure(task_kwargs={"timestamp": 0}).defer()
    with connection.cursor() as cursor:  # a worker that took the job and was heard of last an hour ago
        cursor.execute(
            "insert into procrastinate_workers (last_heartbeat) "
            "values (now() - interval '1 hour') returning id"
        )
        cursor.execute("select (procrastinate_fetch_job_v2(null, %s)).status", cursor.fetchone())
        assert cursor.fetchone()[0] == "doing"

    with chores.in_background():
        assert eventually(lambda: not ProcrastinateJob.objects.filter(status__in=["todo", "doing"]).exists())


@pytest.mark.django_db(transaction=True)
def test_cleaning_removes_what_nobody_can_reach() -> None:
    Session.objects.create(session_key="old", session_data="", expire_date=MORNING - timedelta(days=400))
    orphan, fresh = (Path(settings.MEDIA_ROOT, "attachments/2026-11", name) for name in ("orphan", "fresh"))
    orphan.parent.mkdir(parents=True, exist_ok=True)
    for path in (orphan, fresh):
        path.write_bytes(b"x")
    os.utime(orphan, (0, 0))

    chores.clean.configure(task_kwargs={"timestamp": 0}).defer()
    with chores.in_background():
        assert eventually(lambda: not Session.objects.filter(session_key="old").exists())
        assert eventually(lambda: not orphan.exists())
    assert fresh.exists()
