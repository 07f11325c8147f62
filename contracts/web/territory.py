"""Pages of districts, centres and roles."""

from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from contracts import queries
from contracts.models import ProviderRole
from contracts.policy import CentrePerm, DistrictPerm, RolePerm, centre_policy, district_policy, role_policy
from contracts.usecases import engagement as role_cases
from contracts.usecases import territory as cases
from contracts.web import tables
from contracts.web.forms import CentreForm, DistrictForm, NewRoleForm, RoleForm
from contracts.web.navigation import space_tabs
from contracts.web.words import district_word, kind_word
from kernel.access.actor import Actor
from kernel.web import words
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


def since(roles: list[ProviderRole], today: date) -> date:
    """Where a timeline begins: at the first role, but not more than twelve years back."""
    return max(min((r.begins for r in roles), default=today), date(today.year - 12, 1, 1))


@page(DistrictPerm.VIEW)
def districts(request: HttpRequest) -> HttpResponse:
    rows = queries.districts_for(request.actor)
    can = district_policy.allows(request.actor, DistrictPerm.MANAGE)
    return list_page(
        request,
        "contracts/districts.html",
        tabs=space_tabs(request.actor),
        rows=rows,
        table=tables.DistrictTable,
        filterset=tables.DistrictFilter,
        filename="raeume",
        word=word(request),
        words=word(request, plural=True),
        can_manage=can,
        empty_title=f"Noch keine {word(request, plural=True)}.",
        empty_text="Legen Sie den ersten an.",
    )


@page(DistrictPerm.VIEW)
def district(request: HttpRequest, pk: UUID) -> HttpResponse:
    actor = request.actor
    row = district_policy.fetch(actor, DistrictPerm.VIEW, pk=pk)
    roles = list(queries.roles_for(actor).filter(district=row))
    centres = list(centre_policy.rows(actor).filter(district=row))
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
            "centres": centres,
            "roles": roles,
            "timeline": timeline if roles else None,
            "word": word(request),
            "words": word(request, plural=True),
            "can_manage": district_policy.allows(actor, DistrictPerm.MANAGE),
            "can_manage_roles": role_policy.allows(actor, RolePerm.MANAGE),
            "summary": [
                {"label": "Besteht", "value": words.period(row.begins, row.ends)},
                *([{"label": "Modellraum", "value": "ja"}] if row.pilot else []),
                *([{"label": "Bemerkung", "value": row.remark}] if row.remark else []),
            ],
        },
    )


@page(DistrictPerm.MANAGE, "GET", "POST")
def new_district(request: HttpRequest) -> HttpResponse:
    form = DistrictForm(posted(request))
    return carry_out(
        request,
        form,
        cases.create_district,
        done=f"{word(request)} angelegt.",
        to=lambda d: reverse("district", args=[d.pk]),
        title=f"{word(request)} anlegen",
        submit="Anlegen",
        cancel_url=reverse("districts"),
        crumbs=[word(request, plural=True), reverse("districts")],
    )


@page(DistrictPerm.MANAGE, "GET", "POST")
def change_district(request: HttpRequest, pk: UUID) -> HttpResponse:
    row = district_policy.fetch(request.actor, DistrictPerm.MANAGE, pk=pk)
    back = reverse("district", args=[pk])
    return carry_out(
        request,
        DistrictForm(posted(request), initial=initial_of(DistrictForm, row)),
        cases.change_district,
        given={"district": row},
        done="Gespeichert.",
        to=lambda d: back,
        title=f"{row.name} ändern",
        submit="Speichern",
        cancel_url=back,
        crumbs=[row.name, back],
    )


@page(CentrePerm.MANAGE, "GET", "POST")
def new_centre(request: HttpRequest, pk: UUID) -> HttpResponse:
    row = district_policy.fetch(request.actor, DistrictPerm.VIEW, pk=pk)
    back = reverse("district", args=[pk])
    return carry_out(
        request,
        CentreForm(posted(request)),
        cases.create_centre,
        given={"district": row},
        done="Zentrum angelegt.",
        to=lambda c: back,
        title=f"Zentrum in {row.name} anlegen",
        submit="Anlegen",
        cancel_url=back,
        crumbs=[row.name, back],
    )


@page(CentrePerm.MANAGE, "GET", "POST")
def change_centre(request: HttpRequest, pk: UUID) -> HttpResponse:
    row = centre_policy.fetch(request.actor, CentrePerm.MANAGE, pk=pk)
    back = reverse("district", args=[row.district_id])
    return carry_out(
        request,
        CentreForm(posted(request), initial=initial_of(CentreForm, row)),
        cases.change_centre,
        given={"centre": row, "district": row.district},
        done="Gespeichert.",
        to=lambda c: back,
        title=f"Zentrum {row.name} ändern",
        submit="Speichern",
        cancel_url=back,
        crumbs=[row.district.name, back],
    )


@page(RolePerm.VIEW)
def roles(request: HttpRequest) -> HttpResponse:
    actor = request.actor
    rows = queries.roles_for(actor)
    current = list(rows.exclude(ends__lt=date(actor.today.year - 2, 1, 1)))
    timeline = build_timeline(
        f"Rollen je {word(request)}",
        role_rows(current, actor, by="district", text="organisation"),
        today=actor.today,
        start=since(current, actor.today),
    )
    return list_page(
        request,
        "contracts/roles.html",
        tabs=space_tabs(request.actor),
        rows=rows,
        table=tables.RoleTable,
        filterset=tables.RoleFilter,
        filename="rollen",
        timeline=timeline if current else None,
        word=word(request),
        words=word(request, plural=True),
        empty_title="Noch keine Rollen.",
        empty_text=f"Rollen vergeben Sie auf der Seite eines {word(request)}s.",
    )


@page(RolePerm.MANAGE, "GET", "POST")
def new_role(request: HttpRequest, pk: UUID) -> HttpResponse:
    row = district_policy.fetch(request.actor, DistrictPerm.VIEW, pk=pk)
    back = reverse("district", args=[pk])
    return carry_out(
        request,
        NewRoleForm(posted(request), actor=request.actor),
        role_cases.assign_role,
        given={"district": row},
        done="Rolle vergeben.",
        to=lambda r: back,
        title=f"Rolle in {row.name} vergeben",
        submit="Rolle vergeben",
        cancel_url=back,
        crumbs=[row.name, back],
    )


@page(RolePerm.MANAGE, "GET", "POST")
def change_role(request: HttpRequest, pk: UUID) -> HttpResponse:
    row = role_policy.fetch(request.actor, RolePerm.MANAGE, pk=pk)
    back = reverse("district", args=[row.district_id])
    form = RoleForm(posted(request), initial=initial_of(RoleForm, row), actor=request.actor)
    return carry_out(
        request,
        form,
        role_cases.change_role,
        given={"role": row},
        done="Gespeichert.",
        to=lambda r: back,
        title=f"Rolle von {row.organisation} ändern",
        submit="Speichern",
        cancel_url=back,
        crumbs=[row.district.name, back],
    )
