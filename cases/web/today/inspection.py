"""What people asked about their own data and nobody has answered yet; an answer is due within a month."""

from collections.abc import Iterator

from dateutil.relativedelta import relativedelta
from django.urls import reverse

from cases.policy.inspection import RequestPerm, request_policy
from cases.queries.inspection import open_requests
from kernel.access.actor import Actor
from kernel.web.today import Due


def due(actor: Actor) -> Iterator[Due]:
    if not request_policy.allows(actor, RequestPerm.ANSWER):
        return
    for row in open_requests(actor)[:6]:
        yield Due(
            f"Fall {row.person.case}: {row.get_kind_display()}",
            "Antwort binnen eines Monats",
            date=row.received_on + relativedelta(months=1),
            url=reverse("person-inspection", args=[row.person_id]),
            action="Antworten",
            action_url=reverse("person-request-answer", args=[row.pk]),
            icon="document",
        )
