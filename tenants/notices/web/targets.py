"""Where a notice leads: to the record in its office, or to the page where one sees to it."""

from uuid import UUID

from django.http import HttpRequest
from django.urls import reverse

from tenants.notices.web.places import at
from tenants.registry.places import base_url, office_url
from tenants.worklist.models import Event

OFFICE_URLS = "project.urls_office"
Kind = Event.Kind
LISTS = {
    Kind.HOURS_MISSING: "hours-months",
    Kind.HOURS_TO_APPROVE: "hours-months",
    Kind.INSTALMENT_EXPECTED: "instalments",
}
RECORDS = {
    Kind.PROOF_DUE: "proof",
    Kind.PROOF_QUERY: "proof",
    Kind.TASK_DUE: "task",
    Kind.SIGNATURE_OUTSTANDING: "contract",
    Kind.CONTRACT_ENDING: "contract",
    Kind.SESSION_INVITED: "session",
}
OWN = {
    **dict.fromkeys(
        (Kind.COURSE_PLACE, Kind.COURSE_WAITING, Kind.COURSE_LEFT, Kind.COURSE_CANCELLED), "/fortbildung/kurse/"
    ),
    Kind.RECOGNITION_DECIDED: "/fortbildung/anerkennungen/{}/",
    Kind.CERTIFICATE_REVOKED: "/fortbildung/nachweise/{}/",
}  # at the service's own address
ICONS = {
    Kind.HOURS_MISSING: "clock",
    Kind.HOURS_TO_APPROVE: "check",
    Kind.INSTALMENT_EXPECTED: "euro",
    Kind.SIGNATURE_OUTSTANDING: "sign",
    Kind.CONTRACT_ENDING: "contracts",
    Kind.INSTRUCTION_ENDING: "people",
    Kind.PROOF_DUE: "document",
    Kind.PROOF_QUERY: "help",
    Kind.TASK_DUE: "cases",
    Kind.CERTIFICATE_ENDING: "training",
    Kind.SESSION_INVITED: "calendar",
    Kind.WEBHOOK_PAUSED: "api",
    Kind.ENGAGED: "people",
    **dict.fromkeys(OWN, "training"),
}


def target_of(request: HttpRequest, event: Event) -> str:
    kind, key = Kind(event.kind), UUID(event.subject)
    if kind in OWN:
        return base_url(OWN[kind].format(key))
    if kind == Kind.WEBHOOK_PAUSED:
        return at(request, "webhook", pk=key)
    if kind == Kind.ENGAGED:
        return at(request, "staff")
    if kind == Kind.CERTIFICATE_ENDING:
        return reverse("own-record")
    if kind == Kind.INSTRUCTION_ENDING:
        in_workspace = "organisation" in request.resolver_match.kwargs  # type: ignore[union-attr]
        return at(request, "colleague" if in_workspace else "person", pk=key)
    path = (
        reverse(LISTS[kind], urlconf=OFFICE_URLS)
        if kind in LISTS
        else reverse(RECORDS[kind], args=[key], urlconf=OFFICE_URLS)
    )
    return office_url(str(event.office_id), path)
