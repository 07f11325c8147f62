"""The map of the districts, and the import of their borders."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from contracts.geojson import LARGEST, Feature, Unreadable, read_features
from contracts.models import District
from contracts.policy import DistrictPerm, district_policy
from contracts.queries import territory as queries
from contracts.queries.territory import valid_on
from contracts.usecases.borders import set_border
from contracts.web.drawing import Area, draw_map
from contracts.web.forms.territory import BorderForm
from contracts.web.navigation import space_tabs
from contracts.web.territory import chosen_day, word
from kernel.access.actor import Actor
from kernel.keys import sort_key
from kernel.web import words
from kernel.web.forms import posted
from kernel.web.stamps import page


@page(DistrictPerm.VIEW)
def district_map(request: HttpRequest) -> HttpResponse:
    actor = request.actor
    day = chosen_day(request) or actor.today
    rows: list[Any] = list(queries.districts_for(actor, day).filter(valid_on(day)).select_related("border"))
    drawn = draw_map(
        [
            Area(row.name_then, reverse("district", args=[row.pk]), row.border.geometry, _note(row))
            for row in rows
            if hasattr(row, "border")
        ]
    )
    return render(
        request,
        "contracts/map.html",
        {
            "tabs": space_tabs(actor),
            "map": drawn,
            "rows": [
                {"district": row, "note": _note(row), "number": number}
                for row, number in zip(rows, _numbers(rows), strict=True)
            ],
            "day": day,
            "today": actor.today,
            "word": word(request),
            "words": word(request, plural=True),
            "can_manage": district_policy.allows(actor, DistrictPerm.MANAGE),
        },
    )


def _note(row: Any) -> str:
    centres = "1 Zentrum" if row.open_centres == 1 else f"{words.number(row.open_centres)} Zentren"
    return f"{centres}, {words.number(row.providers)} Träger"


def _numbers(rows: list[Any]) -> list[int | None]:
    """The number on the map of each district that has a border."""
    found: list[int | None] = []
    for row in rows:
        found.append(sum(n is not None for n in found) + 1 if hasattr(row, "border") else None)
    return found


@dataclass(frozen=True)
class Line:
    """What becomes of one feature of the file."""

    feature: Feature
    district: District | None
    fault: str

    @property
    def result(self) -> str:
        return self.fault or f"Grenze von {self.district}"


@page(DistrictPerm.MANAGE, "GET", "POST", upload=LARGEST)
def import_borders(request: HttpRequest) -> HttpResponse:
    """Check a file and say of each feature what becomes of it; nothing is taken over while one is wrong."""
    form = BorderForm(posted(request), request.FILES or None, initial={"name_property": "name"})
    lines: list[Line] = []
    if request.method == "POST" and form.is_valid():
        try:
            upload = form.cleaned_data["file"]
            if upload.size > LARGEST:
                raise Unreadable(
                    "Die Datei hat mehr als 5 MB. Vereinfachen Sie die Grenzen und laden Sie sie noch einmal."
                )
            lines = matched(request.actor, read_features(upload.read(), form.cleaned_data["name_property"].strip()))
        except Unreadable as fault:
            form.add_error("file", str(fault))
        else:
            if request.POST.get("step") == "import" and not any(line.fault for line in lines):
                for line in lines:
                    set_border(actor=request.actor, district=line.district, geometry=line.feature.geometry)
                messages.success(request, f"{len(lines)} Grenzen übernommen.")
                return redirect(reverse("district-map"))
    faults = sum(bool(line.fault) for line in lines)
    return render(
        request,
        "contracts/borders.html",
        {
            "form": form,
            "lines": lines,
            "faults": faults,
            "words": word(request, plural=True),
            "cancel_url": reverse("district-map"),
        },
        status=422 if request.method == "POST" and (form.errors or faults) else 200,
    )


def matched(actor: Actor, features: list[Feature]) -> list[Line]:
    """Each feature with the district of its name, or the reason why it has none."""
    known: dict[str, District] = {}
    for row in district_policy.rows(actor).filter(valid_on(actor.today)).prefetch_related("names"):
        known[sort_key(row.name_on(actor.today))] = row
    seen: set[str] = set()
    lines = []
    for feature in features:
        key = sort_key(feature.name)
        district, fault = known.get(key), feature.fault
        if not fault and district is None:
            fault = f"Einen Raum „{feature.name}“ gibt es heute nicht. Berichtigen Sie den Namen."
        elif not fault and key in seen:
            fault = f"„{feature.name}“ kommt mehrmals vor. Fassen Sie die Flächen zusammen."
        seen.add(key)
        lines.append(Line(feature, district, fault))
    return lines
