"""Where one is: the same pages lie in an office, in a provider's workspace and at one's own account."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from kernel.access.policy import policy_of
from tenants.training.policy.courses import OwnPlacePerm
from tenants.training.policy.record import (
    AssurancePerm,
    ConductPerm,
    OwnCoveragePerm,
    RecognitionPerm,
    RecordPerm,
    ReleasePerm,
    RequirementPerm,
)

PREFIX = {"office": "", "organisation": "staff-", "portal": "own-"}
TABS = {
    "office": [
        ("Nachweise", "record", RecordPerm.VIEW),
        ("Anerkennungen", "recognitions", RecognitionPerm.VIEW),
        ("Pflichten", "requirements", RequirementPerm.KEEP),
        ("Abdeckung", "coverage", RequirementPerm.VIEW),
        ("Plan", "coverage-plan", RequirementPerm.VIEW),
        ("Führungszeugnisse", "assurances", AssurancePerm.VIEW),
    ],
    "organisation": [
        ("Nachweise", "record", RecordPerm.VIEW),
        ("Anerkennungen", "recognitions", RecognitionPerm.VIEW),
        ("Abdeckung", "coverage", OwnCoveragePerm.VIEW),
        ("Führungszeugnisse", "conduct", ConductPerm.VIEW),
        ("Zusicherungen", "assurances", ConductPerm.VIEW),
    ],
    "portal": [
        ("Nachweise", "record", RecordPerm.VIEW),
        ("Kurse", "courses", OwnPlacePerm.VIEW),
        ("Anerkennungen", "recognitions", RecognitionPerm.VIEW),
        ("Freigaben", "releases", ReleasePerm.VIEW),
    ],
}


def address(request: HttpRequest, name: str, *args: Any) -> str:
    """The page of this name in the place of the request."""
    kind = request.place.kind  # type: ignore[attr-defined]
    slug = [request.resolver_match.kwargs["organisation"]] if kind == "organisation" else []  # type: ignore[union-attr]
    return reverse(PREFIX[kind] + name, args=[*slug, *args])


def record_tabs(request: HttpRequest) -> list[dict[str, str]]:
    """The topics of the record, as far as the actor may see them."""
    actor = request.actor  # type: ignore[attr-defined]
    return [
        {"label": label, "url": address(request, name)}
        for label, name, permission in TABS[request.place.kind]  # type: ignore[attr-defined]
        if policy_of(permission).allows(actor, permission)
    ]
