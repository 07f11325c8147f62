"""Pages that split a district or merge several."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from contracts.models import District
from contracts.policy import DistrictPerm, centre_policy
from contracts.queries.territory import roles_not_followed, successions_of
from contracts.usecases import succession as cases
from contracts.web.forms.territory import MergeForm, SplitForm
from contracts.web.territory import managed, step, word
from kernel.web.forms import posted
from kernel.web.stamps import page


def told(request: HttpRequest) -> Any:
    """Where to go afterwards; what was not carried over is said on the way."""

    def to(row: District) -> str:
        _, successions = successions_of(row)
        left = {r.pk: r for s in successions for r in roles_not_followed(request.actor, s.successor)}  # type: ignore[attr-defined]
        if left:
            names = sorted({f"{r.organisation} in {r.district}" for r in left.values()})
            messages.warning(
                request, f"Nicht fortgeführt: {', '.join(names)}. Vergeben Sie diese Rollen neu, wenn sie weitergehen."
            )
        only = successions[0].successor if len(successions) == 1 else row
        return reverse("district", args=[only.pk])

    return to


@page(DistrictPerm.MANAGE, "GET", "POST")
def split_district(request: HttpRequest, pk: UUID) -> HttpResponse:
    row = managed(request, pk)
    centres = centre_policy.rows(request.actor).filter(Q(closed_on=None) | Q(closed_on__gt=request.actor.today))
    return step(
        request,
        row,
        SplitForm(posted(request), initial={"version": row.version}, centres=list(centres.filter(district=row))),
        cases.split_district,
        done=f"{row.name} ist geteilt.",
        to=told(request),
        title=f"{row.name} teilen",
        submit=f"{word(request)} teilen",
        intro=f"{row.name} endet am Tag davor und bleibt für frühere Zahlen erhalten. Laufende Rollen enden mit.",
    )


@page(DistrictPerm.MANAGE, "GET", "POST")
def merge_districts(request: HttpRequest, pk: UUID) -> HttpResponse:
    row = managed(request, pk)
    return step(
        request,
        row,
        MergeForm(posted(request), initial={"version": row.version}, actor=request.actor, district=row),
        cases.merge_districts,
        done="Zusammengelegt.",
        to=told(request),
        title=f"{row.name} zusammenlegen",
        submit="Zusammenlegen",
        intro="Die bisherigen Räume enden am Tag davor und bleiben für frühere Zahlen erhalten. Zentren ziehen mit um.",
    )
