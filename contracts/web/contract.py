"""The list of contracts, and the record of one: as it is today or as it was on a day."""

from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from contracts.models import Contract, ProviderRole
from contracts.policy import (
    ContractPerm,
    DocumentPerm,
    LinePerm,
    contract_policy,
    document_policy,
    line_policy,
)
from contracts.queries.budget import lines_for
from contracts.queries.changes import changes
from contracts.queries.contract import contracts_for, documents_for, file_key, parties_of, selection_of, versions_of
from contracts.queries.territory import roles_for
from contracts.web import contract_story as story
from contracts.web.contract_paper import contract_paper
from contracts.web.contract_story import address
from contracts.web.navigation import money_tabs
from contracts.web.tables import contract as tables
from contracts.web.territory import role_rows, since
from kernel.access.actor import Actor
from kernel.documents.pdf import pdf_response
from kernel.web.fields import parse_day
from kernel.web.forms import button
from kernel.web.lists import list_page
from kernel.web.stamps import page
from kernel.web.timeline import Bar, Row, Timeline, build_timeline

State = Contract.State


@page(ContractPerm.VIEW)
def contracts(request: HttpRequest) -> HttpResponse:
    return list_page(
        request,
        "contracts/contracts.html",
        tabs=money_tabs(request.actor),
        rows=contracts_for(request.actor),
        table=tables.ContractTable,
        filterset=tables.ContractFilter,
        filename="vertraege",
        can_edit=contract_policy.allows(request.actor, ContractPerm.EDIT),
        empty_title="Keine Verträge gefunden.",
        empty_text="Ändern Sie die Filter oder legen Sie einen Entwurf an.",
    )


@page(ContractPerm.VIEW)
def contract(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The record; with `?on=` the version in force on that day, with that day's roles and lines (R4)."""
    actor = request.actor
    row = contract_policy.fetch(actor, ContractPerm.VIEW, among=Contract.objects.select_related("notice_by"), pk=pk)
    on = chosen_day(request, actor)
    versions = versions_of(actor, row)
    if on:
        then = next((v for v in versions if v.in_force_since and v.state_on(on) == State.IN_FORCE), None)
        if then and then.pk != row.pk:
            return redirect(f"{address(then)}?on={on:%d.%m.%Y}")
        versions = [v for v in versions if v.in_force_since and v.in_force_since <= on]
    day = on or actor.today
    parties = list(parties_of(row))
    selection = selection_of(actor, row)
    negotiations = list(row.negotiations.all())
    roles = list(_on(roles_for(actor).filter(contract=file_key(row)), on))
    can_edit = contract_policy.holds(actor, ContractPerm.EDIT, row)
    state = row.state_on(day)
    return render(
        request,
        "contracts/contract.html",
        {
            "contract": row,
            "on": on,
            "today": actor.today,
            "state": state,
            "tone": tables.CONTRACT_TONES[state],
            "state_sentence": story.state_sentence(row, parties, day),
            "warnings": story.notices(row, actor),
            "parties": parties,
            "agreements": story.agreements(row),
            "negotiations": negotiations,
            "selection": selection,
            "applicants": list(selection.applicants.all()) if selection else [],
            "documents": list(documents_for(actor).filter(contract=file_key(row))),
            "roles": roles,
            "lines": _lines(actor, row, on),
            "versions": _versions(versions, row),
            "versions_timeline": _timeline(versions, actor) if len(versions) > 1 else None,
            "before_force": row.state in Contract.BEFORE_FORCE,
            "can_edit": can_edit and not on,
            "can_amend": can_edit and not on and row.state in (State.IN_FORCE, State.EXPIRED),
            "can_file": document_policy.allows(actor, DocumentPerm.FILE) and not on,
            "can_edit_lines": line_policy.allows(actor, LinePerm.EDIT) and not on,
            "can_select": can_edit and not on and row.is_open and row.relation == Contract.Relation.FIRST,
            "all_admitted": not _not_admitted(selection, parties),
            "steps": story.steps(row, parties, selection, actor, can_edit)
            if row.state in Contract.BEFORE_FORCE
            else [],
            "button": button(row),
            "timeline": build_timeline(
                "Rollen aus diesem Vertrag",
                role_rows(roles, actor, by="district", text="organisation"),
                today=actor.today,
                start=since(roles, actor.today),
            )
            if roles
            else None,
            "summary": story.summary(row, actor),
            "terms": story.terms(row),
            "history": story.history(row, parties, negotiations, selection, actor.today),
        },
    )


def chosen_day(request: HttpRequest, actor: Actor) -> date | None:
    """The day in the address, typed as in a form; None for none and for nonsense."""
    try:
        return parse_day(request.GET.get("on", "").strip()[:40], actor.today)
    except (ValueError, OverflowError):
        return None


def _on(roles: QuerySet[ProviderRole], day: date | None) -> QuerySet[ProviderRole]:
    return roles.filter(Q(ends=None) | Q(ends__gte=day), begins__lte=day) if day else roles


def _lines(actor: Actor, row: Contract, on: date | None) -> list[Any]:
    if not line_policy.allows(actor, LinePerm.VIEW):
        return []
    lines = lines_for(actor).filter(contract=file_key(row))
    return list(lines.filter(year=on.year) if on else lines)


def _not_admitted(selection: Any, parties: list[Any]) -> bool:
    present = {p.organisation_id for p in parties}
    return bool(selection) and any(a.selected and a.organisation_id not in present for a in selection.applicants.all())


def _versions(versions: list[Contract], row: Contract) -> list[dict[str, Any]]:
    """The file's versions, the newest first, each with what it changed."""
    found = []
    for number, version in enumerate(versions):
        found.append(
            {
                "contract": version,
                "url": "" if version.pk == row.pk else address(version),
                "tone": tables.CONTRACT_TONES[version.state],
                "changes": changes(versions[number - 1], version) if number else [],
            }
        )
    return found[::-1]


def _timeline(versions: list[Contract], actor: Actor) -> Timeline:
    bars = [
        Bar(
            version.in_force_since or version.begins or actor.today,
            version.last_day,
            version.number,
            address(version),
            tone=tables.CONTRACT_TONES[version.state_on(actor.today)],
            note=version.get_relation_display(),
            kind=version.state_on(actor.today).label,
        )
        for version in versions
    ]
    return build_timeline("Wann welche Fassung gilt", [Row("Fassung", bars)], today=actor.today)


@page(ContractPerm.VIEW)
def paper(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The contract as PDF for the file and for its parties."""
    row = contract_policy.fetch(
        request.actor, ContractPerm.VIEW, among=Contract.objects.select_related("notice_by"), pk=pk
    )
    return pdf_response(contract_paper(request.actor, row, request.place.name), f"{row.number.replace('/', '-')}.pdf")
