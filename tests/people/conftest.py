"""What the tests of people share."""

from collections.abc import Callable, Iterator

import pytest
from django.core import mail as outbox

from kernel.tenancy.place import Place
from tenants.people.mail import deliver
from tenants.people.tasks import send_mail
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
def sent(monkeypatch, django_capture_on_commit_callbacks) -> Callable[..., list]:
    """Carry out what was left for after the commit, and return the mails that go out."""
    monkeypatch.setattr(type(send_mail), "defer", lambda task, sealed: deliver(sealed))

    def run(callback: Callable[[], object]) -> list:
        before = len(outbox.outbox)
        with django_capture_on_commit_callbacks(execute=True):
            callback()
        return outbox.outbox[before:]

    return run
