"""The job queue under row level security."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from procrastinate import App
from procrastinate.exceptions import AlreadyEnqueued
from procrastinate.jobs import Job
from procrastinate.manager import JobManager


class GuardedQueue(JobManager):
    """Says that a job waits already.

    The library reads the lock from the error's detail and asserts that there is one; PostgreSQL hides the detail of
    tables under row level security.
    """

    async def batch_defer_jobs_async(self, *args: Any, **given: Any) -> list[Job]:
        with hidden_detail():
            return await super().batch_defer_jobs_async(*args, **given)

    def batch_defer_jobs(self, *args: Any, **given: Any) -> list[Job]:
        with hidden_detail():
            return super().batch_defer_jobs(*args, **given)

    async def defer_periodic_job(self, *args: Any, **given: Any) -> int | None:
        with hidden_detail():
            return await super().defer_periodic_job(*args, **given)


@contextmanager
def hidden_detail() -> Iterator[None]:
    try:
        yield
    except AssertionError as error:
        raise AlreadyEnqueued("A job with this queueing lock is in the queue already.") from error


def prepare(app: App) -> None:
    """Called once, when the queue's app is made (PROCRASTINATE_ON_APP_READY)."""
    app.job_manager = GuardedQueue(app.connector)
