"""What the tests of people share."""

from collections.abc import Callable, Iterator

import pytest
from django.core import mail as outbox
from django.db import connection

from kernel.tenancy.place import Place
from tenants.people.mail import deliver
from tenants.registry.models import Office
from tenants.registry.places import forget_places
from tests.database import set_up


@pytest.fixture
def require_mfa() -> Iterator[Callable[[Place], None]]:
    def switch(place: Place) -> None:
        with set_up():
            Office.objects.filter(key=place.key).update(require_mfa=True)
        forget_places()

    yield switch
    forget_places()


@pytest.fixture
def sent(django_capture_on_commit_callbacks) -> Callable[..., list]:
    """Carry out what was left for after the commit and the mail jobs, and return the mails that go out."""

    def run(callback: Callable[[], object]) -> list:
        before, done = len(outbox.outbox), len(mail_jobs())
        with django_capture_on_commit_callbacks(execute=True):
            callback()
        for _, sealed in mail_jobs()[done:]:
            deliver(sealed)
        return outbox.outbox[before:]

    return run


def mail_jobs() -> list[tuple[str, str]]:
    """Place and sealed content of the mails that wait in the job table."""
    with set_up(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT args->>'place', args->>'sealed' FROM procrastinate_jobs WHERE task_name = 'send_mail' ORDER BY id"
        )
        return cursor.fetchall()
