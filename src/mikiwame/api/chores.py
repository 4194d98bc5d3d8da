"""The API's part of the nightly cleaning."""

import structlog
from procrastinate.contrib.django import app

from mikiwame.core import clock

from . import idempotency

log = structlog.get_logger(__name__)


@app.periodic(cron="27 18 * * *")  # 3:27 in the night, in Tokyo
@app.task(name="forget_answers", queueing_lock="forget_answers")
def forget_answers(timestamp: int) -> None:  # said by Procrastinate, the hour for which it is due
    """Keep no answer longer than its key counts."""
    log.info("answers_forgotten", answers=idempotency.forget(at=clock.now()))
