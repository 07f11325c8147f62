"""Pages of districts."""

from datetime import date
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from contracts.models import District, FieldOfHelp, ProviderRole
from contracts.policy import CentrePerm, DistrictPerm, RolePerm, centre_policy, district_policy, role_policy
from contracts.policy.offers import ContactPerm, OfferPerm, contact_policy, offer_policy
from contracts.queries import territory as queries
from contracts.queries.territory import roles_not_followed, successions_of
from contracts.usecases import territory as cases
from contracts.web.forms.territory import CloseForm, DistrictForm, RenameForm
from contracts.web.navigation import space_tabs
from contracts.web.tables import territory as tables
from contracts.web.words import district_word, kind_word
from kernel.access.actor import Actor
from kernel.web import words
from kernel.web.fields import GermanDateField
from kernel.web.forms import carry_out, initial_of, posted
from kernel.web.lists import list_page
from kernel.web.stamps import page
from kernel.web.timeline import Bar, Row, build_timeline


def word(request: HttpRequest, plural: bool = False) -> str:
    """The office's own word for its districts."""
    return district_word(request.actor, plural)


def role_rows(roles: list[ProviderRole], actor: Actor, *, by: str, text: str = "kind") -> list[Row]:
    """Timeline rows of roles, one per district or per provider; `text` says what stands on a bar."""
    grouped: dict[Any, list[ProviderRole]] = {}
    for role in roles:
        grouped.setdefault(getattr(role, by), []).append(role)
    return [
        Row(
            str(name),
            [_bar(role, actor, text) for role in group],
            url=reverse("district", args=[name.pk]) if by == "district" else "",
        )
        for name, group in sorted(grouped.items(), key=lambda item: item[0].sort_key)
    ]


def _bar(role: ProviderRole, actor: Actor, text: str) -> Bar:
    kind = kind_word(role.kind, actor)
    label = kind if text == "kind" else str(getattr(role, text))
    beside = "" if text == "kind" else kind
    note = ", ".join(p for p in (beside, role.get_field_of_help_display(), role.purpose) if p)
    return Bar(role.begins, role.ends, label, tone=tables.ROLE_TONES[role.kind], note=note, kind=beside)


def fields_of(roles: list[ProviderRole], chosen: str) -> list[dict[str, Any]]:
    """Links that show the roles of one field of help; nothing where there is only one field."""
    present = {role.field_of_help for role in roles}
    if len(present) < 2:
        return []
    return [
        {"value": value, "label": label, "chosen": chosen == value}
        for value, label in [("", "Alle Hilfefelder"), *FieldOfHelp.choices]
        if not value or value in present
    ]


def since(roles: list[ProviderRole], today: date) -> date:
    """Where a timeline begins: at the first role, but not more than twelve years back."""
    return max(min((r.begins for r in roles), default=today), date(today.year - 12, 1, 1))


@page(DistrictPerm.VIEW)
def districts(request: HttpRequest) -> HttpResponse:
    actor = request.actor
    day = chosen_day(request)
    return list_page(
        request,
        "contracts/districts.html",
        tabs=space_tabs(actor),
        rows=queries.districts_for(actor, day) if day else queries.districts_for(actor),
        table=tables.DistrictTable,
        filterset=tables.DistrictFilter,
        filename="raeume",
        word=word(request),
        words=word(request, plural=True),
        day=day,
        can_manage=district_policy.allows(actor, DistrictPerm.MANAGE),
        empty_title=f"Keine {word(request, plural=True)} gefunden.",
        empty_text="Ändern Sie die Filter oder den Tag, oder legen Sie den ersten an.",
    )


def chosen_day(request: HttpRequest) -> date | None:
    """The day of „Stand vom“; nothing for nonsense, which the filter then names."""
    try:
        return GermanDateField(required=False).clean(request.GET.get("on", ""))
    except ValidationError:
        return None


@page(DistrictPerm.VIEW)
def district(request: HttpRequest, pk: UUID) -> HttpResponse:
    actor = request.actor
    row = district_policy.fetch(
        actor, DistrictPerm.VIEW, among=District.objects.prefetch_related("names"), pk=pk
    )  # fmt: skip
    every = list(queries.roles_for(actor).filter(district=row))
    chosen = request.GET.get("feld", "")
    roles = [r for r in every if chosen not in FieldOfHelp or r.field_of_help == chosen]
    origins, successions = successions_of(row)
    timeline = build_timeline(
        "Träger und Rollen",
        role_rows(roles, actor, by="organisation"),
        today=actor.today,
        start=since(roles, actor.today),
    )
    return render(
        request,
        "contracts/district.html",
        {
            "district": row,
            "name": row.name_on(actor.today),
            "centres": centre_policy.rows(actor).filter(district=row),
            "offers": offer_policy.rows(actor, OfferPerm.VIEW).filter(centre__district=row).count(),
            "contacts": contact_policy.allows(actor, ContactPerm.VIEW),
            "roles": roles,
            "role_list": role_list(row, roles, actor),
            "fields": fields_of(every, chosen),
            "timeline": timeline if roles else None,
            "origins": origins,
            "successions": successions,
            "not_followed": not_followed(actor, row, origins),
            "word": word(request),
            "words": word(request, plural=True),
            "can_manage": district_policy.allows(actor, DistrictPerm.MANAGE),
            "can_manage_centres": centre_policy.allows(actor, CentrePerm.MANAGE),
            "can_manage_roles": role_policy.allows(actor, RolePerm.MANAGE),
            "is_open": row.ends is None,
            "today": actor.today,
            "uses_leads": bool(actor.settings.get("uses_leads")),
            "history": history(row, origins, successions, actor.today),
            "summary": [
                {"label": "Besteht", "value": words.period(row.begins, row.ends)},
                *([{"label": "Modellraum", "value": "ja"}] if row.pilot else []),
                *([{"label": "Bemerkung", "value": row.remark}] if row.remark else []),
            ],
        },
    )


def role_list(row: District, roles: list[ProviderRole], actor: Actor) -> list[dict[str, Any]]:
    """The roles as a table, what lasts longest on top; a lead that has not ended can be handed over."""
    return [
        {
            "role": role,
            "kind": kind_word(role.kind, actor),
            "changes": role.kind == ProviderRole.Kind.LEAD
            and row.ends is None
            and (role.ends is None or role.ends >= actor.today),
        }
        for role in sorted(roles, key=lambda r: (r.ends or date.max, r.begins), reverse=True)
    ]


def not_followed(actor: Actor, row: District, origins: list[Any]) -> list[str]:
    """What a merger or a split left open, in words, for a year (R2, R3)."""
    if not origins or origins[0].begins.year < actor.today.year - 1:
        return []
    return [
        f"{role.organisation} war in {role.district} {kind_word(role.kind, actor)} ({role.get_field_of_help_display()})."
        for role in roles_not_followed(actor, row)
    ]


def history(row: District, origins: list[Any], successions: list[Any], today: date) -> list[dict[str, Any]]:
    """What the district was called, what it came from, what followed it; the latest last (R3)."""
    events: list[dict[str, Any]] = [{"date": row.begins, "text": f"Beginnt als „{row.name_on(row.begins)}“"}]
    events += [
        {"date": o.begins, "text": f"Hervorgegangen aus {o.predecessor}", "url": _address(o.predecessor)}
        for o in origins
    ]
    events += [
        {"date": n.begins, "text": f"Heißt „{n.name}“"} for n in row.names.all() if n.begins > row.begins
    ]  # fmt: skip
    if row.ends:
        events.append({"date": row.ends, "text": "Letzter Tag"})
    events += [
        {"date": s.begins, "text": f"Nachfolge: {s.successor}", "url": _address(s.successor)} for s in successions
    ]  # fmt: skip
    return [e | {"future": e["date"] > today} for e in sorted(events, key=lambda e: e["date"])]


def _address(row: District) -> str:
    return reverse("district", args=[row.pk])


@page(DistrictPerm.MANAGE, "GET", "POST")
def new_district(request: HttpRequest) -> HttpResponse:
    return carry_out(
        request,
        DistrictForm(posted(request)),
        cases.create_district,
        done=f"{word(request)} angelegt.",
        to=_address,
        title=f"{word(request)} anlegen",
        submit="Anlegen",
        cancel_url=reverse("districts"),
        crumbs=[word(request, plural=True), reverse("districts")],
    )


def step(request: HttpRequest, row: District, form: Any, use_case: Any, **shown: Any) -> HttpResponse:
    """The page of a form that does something with a district, and back to it."""
    back = _address(row)
    given = {"district": row} | shown.pop("given", {})
    return carry_out(
        request,
        form,
        use_case,
        given=given,
        to=shown.pop("to", _address),
        cancel_url=back,
        crumbs=[row.name, back],
        **shown,
    )


def managed(request: HttpRequest, pk: UUID) -> District:
    return district_policy.fetch(request.actor, DistrictPerm.MANAGE, pk=pk)  # type: ignore[attr-defined]


@page(DistrictPerm.MANAGE, "GET", "POST")
def change_district(request: HttpRequest, pk: UUID) -> HttpResponse:
    row = managed(request, pk)
    return step(
        request,
        row,
        DistrictForm(posted(request), initial=initial_of(DistrictForm, row)),
        cases.change_district,
        done="Gespeichert.",
        title=f"{row.name} ändern",
        submit="Speichern",
        intro="Hier berichtigen Sie Angaben. Heißt der Raum ab einem Tag anders, benennen Sie ihn um.",
    )


@page(DistrictPerm.MANAGE, "GET", "POST")
def rename_district(request: HttpRequest, pk: UUID) -> HttpResponse:
    row = managed(request, pk)
    return step(
        request,
        row,
        RenameForm(posted(request), initial={"version": row.version}),
        cases.rename_district,
        done="Der neue Name ist eingetragen.",
        title=f"{row.name} umbenennen",
        submit="Umbenennen",
        intro="Vor diesem Tag bleibt der bisherige Name gültig. Zahlen bleiben dem Raum zugeordnet.",
    )


@page(DistrictPerm.MANAGE, "GET", "POST")
def close_district(request: HttpRequest, pk: UUID) -> HttpResponse:
    row = managed(request, pk)
    return step(
        request,
        row,
        CloseForm(posted(request), initial={"version": row.version}),
        cases.close_district,
        done="Der letzte Tag ist eingetragen.",
        title=f"{row.name} schließen",
        submit="Schließen",
        intro="Ohne Nachfolge. Folgen andere Räume, teilen Sie ihn oder legen Sie ihn mit anderen zusammen.",
    )
