"""Long jobs, carried by Procrastinate, which nothing else imports."""

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from uuid import UUID

import structlog
from django.core.management import call_command
from procrastinate import App
from procrastinate.contrib.django import app as django_app
from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.exceptions import AlreadyEnqueued

from mikiwame.core import clock
from mikiwame.market.hiring.operations import index
from mikiwame.market.members import operations as members
from mikiwame.market.messaging import operations as messaging
from mikiwame.market.messaging.operations import index as messages
from mikiwame.market.reputation.operations import listing, records, reports
from mikiwame.market.taskwork import queries as taskwork
from mikiwame.market.taskwork.operations import imports, opening, uploads

LEFT_AFTER = 40.0  # seconds without a sign of life after which a job's worker counts as killed
LOOK_EVERY = 20.0
FINISH_WITHIN = 10.0  # seconds that a job under way gets at the end

log = structlog.get_logger(__name__)


@django_app.periodic(cron="17 18 * * *")  # 3:17 in the night, in Tokyo
@django_app.task(name="clean", queueing_lock="clean")
def clean(timestamp: int) -> None:  # noqa: ARG001  # said by Procrastinate, the hour for which it is due
    """Remove what nobody can reach any more: expired sessions, files whose upload came to nothing."""
    call_command("clearsessions")
    at = clock.now()
    abandoned = uploads.discard_abandoned(at=at)
    log.info("cleaned", abandoned=abandoned, strays=messaging.discard_strays(at=at))


@django_app.periodic(cron="47 18 * * *")
@django_app.task(name="reseal", queueing_lock="reseal")
def reseal(timestamp: int) -> None:  # noqa: ARG001
    """After a change of keys, seal private data anew, until the old key is needed no more."""
    while resealed := members.reseal():
        log.info("private_data_resealed", rows=resealed)


@django_app.periodic(cron="57 18 * * *")
@django_app.task(name="recut", queueing_lock="recut")
def recut(timestamp: int) -> None:  # noqa: ARG001
    """After another dictionary has been installed, cut listed postings and messages into its words."""
    while renewed := index.renew():
        log.info("postings_cut_anew", rows=renewed)
    while renewed := messages.renew():
        log.info("messages_cut_anew", rows=renewed)


@django_app.periodic(cron="*/10 * * * *")
@django_app.task(name="reread", queueing_lock="reread")
def reread(timestamp: int) -> None:  # noqa: ARG001
    """After another engine has been installed, read anew the postings and reviews that the old one read."""
    begun = clock.now()
    while reread := reports.renew(at=begun):
        log.info("texts_read_anew", texts=reread)


@django_app.periodic(cron="37 * * * *")
@django_app.task(name="weigh_raters", queueing_lock="weigh_raters")
def weigh_raters(timestamp: int) -> None:  # noqa: ARG001
    """Judge raters and ratings by one another, so that rings of friends earn nothing."""
    log.info("raters_weighed", parties=reports.weigh_raters(at=clock.now()))


@django_app.periodic(cron="47 * * * *")
@django_app.task(name="take_stock", queueing_lock="take_stock")
def take_stock(timestamp: int) -> None:  # noqa: ARG001
    """Find out what is usual in this market, toward which short records are drawn."""
    log.info("stock_taken", measures=records.take_stock(at=clock.now()))


@django_app.periodic(cron="27 18 * * *")
@django_app.task(name="refresh_listing", queueing_lock="refresh_listing")
def refresh_listing(timestamp: int) -> None:  # noqa: ARG001
    """Let what the list shows of clients age with the facts that it rests on."""
    last = listing.refresh(at=clock.now())
    while last is not None:
        last = listing.refresh(at=clock.now(), after=last)


@django_app.task(name="import_units")
def import_units(identifier: str) -> None:
    """Take in a client's file of units."""
    of = taskwork.import_named(UUID(identifier))
    try:
        done = imports.carry_out(of, at=clock.now())
    except Exception:
        imports.give_up(of, at=clock.now())
        raise
    log.info("units_imported", batch=str(done.batch_id), state=done.state, rows=done.read, bad=done.bad)


@django_app.task(name="lay_out")
def lay_out(identifier: str) -> None:
    """Lay out the many places of a batch."""
    batch = taskwork.batch_named(UUID(identifier))
    try:
        opening.carry_out(batch, at=clock.now())
    except Exception:
        opening.call_off(batch, at=clock.now())
        raise


def take_up() -> int:
    """Hand out the long jobs that clients wait for. Each is queued once, and never at work twice."""
    waiting = [(import_units, identifier) for identifier in taskwork.waiting_imports()]
    waiting += [(lay_out, identifier) for identifier in taskwork.ordered()]
    for task, identifier in waiting:
        name = f"{task.name}:{identifier}"
        with suppress(AlreadyEnqueued):
            task.configure(lock=name, queueing_lock=name).defer(identifier=str(identifier))
    return 0


@contextmanager
def in_background() -> Iterator[None]:
    """Long jobs are worked on in a thread of their own meanwhile; a job under way is finished at the end."""
    loop = asyncio.new_event_loop()
    jobs = loop.create_task(carry_out())
    thread = threading.Thread(target=run, args=(loop, jobs), name="chores", daemon=True)
    thread.start()
    try:
        yield
    finally:
        loop.call_soon_threadsafe(jobs.cancel)
        thread.join(FINISH_WITHIN + 5)


def run(loop: asyncio.AbstractEventLoop, jobs: asyncio.Task[None]) -> None:
    """The thread's work."""
    with suppress(asyncio.CancelledError):
        loop.run_until_complete(jobs)
    loop.close()


async def carry_out() -> None:
    """Work on jobs until cancelled; when the database goes away, begin again."""
    connector = django_app.connector
    assert isinstance(connector, DjangoConnector)
    app = django_app.with_connector(connector.get_worker_connector())
    while True:
        try:
            async with app.open_async():
                await worked(app)
        except Exception:
            log.exception("chores_failed")
            await asyncio.sleep(LOOK_EVERY)


async def worked(app: App) -> None:
    """The worker proper, and beside it the eye on killed ones."""
    eye = asyncio.create_task(take_up_left(app))
    try:
        await app.run_worker_async(
            concurrency=1,
            install_signal_handlers=False,
            delete_jobs="successful",
            shutdown_graceful_timeout=FINISH_WITHIN,
        )
    finally:
        eye.cancel()


async def take_up_left(app: App) -> None:
    """Queue again what a killed worker left behind."""
    while True:
        for job in await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=LEFT_AFTER):
            log.warning("job_taken_up_again", job=job.id, task=job.task_name)
            await app.job_manager.retry_job(job)
        await asyncio.sleep(LOOK_EVERY)
