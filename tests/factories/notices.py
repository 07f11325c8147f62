"""A notice, a webhook and a message to it, as the outbox makes them."""

from typing import Any

from kernel import clock
from tenants.notices.models import Delivery, Endpoint, Notice
from tenants.notices.webhooks.messages import new_secret
from tenants.people.models import Person
from tenants.worklist.models import Event
from tests.database import set_up


def around(office: str, person: Person) -> list[Any]:
    with set_up():
        event = Event.objects.create(
            office_id=office,
            kind=Event.Kind.SESSION_INVITED,
            subject=str(person.pk),
            person=person.pk,
            tell_on=clock.today(),
        )
        notice = Notice.objects.create(event=event, person=person, office_id=office)
        endpoint = Endpoint(office_id=office, name="Fachverfahren", url="https://system.example/", kinds=["proof_due"])
        new_secret(endpoint)
        endpoint.save()
        return [notice, endpoint, Delivery.objects.create(endpoint=endpoint, state="delivered", next_at=None)]
