"""Pages of a case: overview, family, phases. What is hidden from a reader leaves no trace here."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from cases.genogram import Member, genogram
from cases.models import CaseFile, CasePerson, CasePhase, OfficeTransfer
from cases.policy import CasePerm, case_policy
from cases.policy.file import PersonPerm, emergency_policy, person_policy
from cases.queries.cases import family_name
from cases.usecases import persons as usecases
from cases.usecases import phases
from cases.usecases.persons import NAMES
from cases.web.file_tabs import file_tabs
from cases.web.forms.file import PersonForm, PhaseForm
from cases.web.register import address, crumbs, reopening
from contracts.queries.names import names_of
from contracts.web.territory import word
from kernel.access.actor import Actor
from kernel.web import words
from kernel.web.forms import button, carry_out, posted, press
from kernel.web.stamps import page
from kernel.web.timeline import Bar, Row, build_timeline

PHASE_TONES = {"clarification": "info", "planning": "warning", "help": "success", "aftercare": "neutral"}
OPEN = OfficeTransfer.State.ANNOUNCED


def opened(request: HttpRequest, permission: CasePerm, pk: UUID) -> CaseFile:
    """The case with its district; 404 for who may not know of it."""
    among = CaseFile.objects.select_related("district")
    return case_policy.fetch(request.actor, permission, among=among, pk=pk)


def shell_of(request: HttpRequest, case: CaseFile) -> dict[str, Any]:
    """What all parts of a case show: tabs and what the reader may do."""
    actor = request.actor
    return {
        "case": case,
        "tabs": file_tabs(actor, case),
        "can_work": case_policy.holds(actor, CasePerm.WORK, case),
    }


@page(CasePerm.VIEW)
def case(request: HttpRequest, pk: UUID) -> HttpResponse:
    actor = request.actor
    row = opened(request, CasePerm.VIEW, pk)
    persons = list(row.persons.all())
    spans = list(row.phases.order_by("begins"))
    moves = list(row.office_transfers.all())
    changes = list(row.transfers.all())
    names = names_of(actor, [row.worker, *(t.after for t in changes)])
    can_hand_over = case_policy.holds(actor, CasePerm.HAND_OVER, row) and not row.ends
    return render(
        request,
        "cases/case.html",
        shell_of(request, row)
        | {
            "family": family_name(persons),
            "persons": persons,
            "assignments": list(
                row.assignments.select_related("reference__organisation").order_by("-reference__begins")
            ),
            "can_assign": case_policy.holds(actor, CasePerm.ASSIGN, row) and not row.ends,
            "can_close": case_policy.holds(actor, CasePerm.CLOSE, row),
            "can_hand_over": can_hand_over,
            "reopening": reopening(row),
            "moves": moves,
            "emergency": emergency_policy.rows(actor)
            .filter(case=row.pk, person=actor.person, expires_at__gt=timezone.now())
            .only("expires_at")
            .first(),
            "move": next((m for m in moves if m.state == OPEN), None),
            "button": button(row),
            "phases": spans,
            "timeline": _timeline(spans, row, actor) if spans else None,
            "history": _history(row, names, changes, moves),
            "summary": [
                {"label": "Zuständig", "value": names.get(row.worker, "nicht mehr hier")},
                {
                    "label": word(request),
                    "value": row.district.name,
                    "url": reverse("district", args=[row.district_id]),
                },
                {"label": "Laufzeit", "value": words.period(row.begins, row.ends)},
                {"label": "Gemeldet von", "value": row.get_referral_display() or "noch offen"},
                *([{"label": "Ende", "value": row.get_end_reason_display()}] if row.end_reason else []),
            ],
        },
    )


def _timeline(spans: list[CasePhase], row: CaseFile, actor: Actor) -> Any:
    bars = [
        Bar(p.begins, p.ends, p.get_kind_display(), "", tone=PHASE_TONES[p.kind], note="", kind=p.get_kind_display())
        for p in spans
    ]
    return build_timeline("Phasen", [Row("Phase", bars)], today=actor.today)


def _history(
    row: CaseFile, names: dict[UUID, str], changes: list[Any], moves: list[OfficeTransfer]
) -> list[dict[str, Any]]:
    """What happened to the case as a whole, the newest first."""
    events = [(row.begins, "Fall eröffnet")]
    events += [(t.transferred_on, f"Übergeben an {names.get(t.after, 'eine Fachkraft')}") for t in changes]
    for move in moves:
        events.append((move.announced_on, f"Wechsel zu {move.office_name} angekündigt"))
        events += [(move.talk_on, "Übergabegespräch")] if move.talk_on else []
        events += [(move.accepted_on, f"Von {move.office_name} übernommen")] if move.accepted_on else []
    events += [(row.ends, "Fall beendet")] if row.ends else []
    events.sort(key=lambda event: event[0], reverse=True)
    return [{"date": day, "text": text, "by": "", "url": "", "future": False} for day, text in events]


@page(PersonPerm.VIEW)
def persons(request: HttpRequest, pk: UUID) -> HttpResponse:
    row = opened(request, CasePerm.VIEW, pk)
    family = list(person_policy.rows(request.actor).filter(case=row).order_by("letter"))
    return render(
        request,
        "cases/persons.html",
        shell_of(request, row)
        | {
            "family": [(p, _known(p, request.actor), button(p)) for p in family],
            "genogram": genogram(Member(p.letter, p.role, p.given_name or p.family_name, p.sex) for p in family),
        },
    )


def _known(person: CasePerson, actor: Actor) -> list[dict[str, str]]:
    """What is known of someone, without empty lines."""
    born = person.birth_date
    known = [
        ("Geboren", f"{words.day(born)} ({_years(born, actor)})" if born else ""),
        ("Geschlecht", person.get_sex_display() if person.sex else ""),
        ("Sorge", "sorgeberechtigt" if person.custodial else ""),
        ("Einwilligung", "kann selbst einwilligen" if person.capable else ""),
        ("Anschrift", person.address),
        ("Telefon", person.phone),
        ("E-Mail", person.email),
        ("Lebt", person.get_living_display() if person.living else ""),
        ("Herkunft", _either(person.foreign_origin, "ein Elternteil kommt aus dem Ausland", "kein Elternteil aus dem Ausland")),
        ("Sprache zu Hause", _either(person.german_at_home, "vor allem Deutsch", "eine andere")),
        ("Bemerkung", person.remark),
    ]  # fmt: skip
    return [{"label": label, "value": value} for label, value in known if value]


def _either(value: bool | None, yes: str, no: str) -> str:
    return "" if value is None else yes if value else no


def _years(born: Any, actor: Actor) -> str:
    today = actor.today
    years = today.year - born.year - ((today.month, today.day) < (born.month, born.day))
    return f"{years} Jahre"


def _family(case: CaseFile) -> str:
    return reverse("case-persons", args=[case.pk])


@page(PersonPerm.EDIT, "GET", "POST")
def new_person(request: HttpRequest, pk: UUID) -> HttpResponse:
    row = opened(request, CasePerm.WORK, pk)
    return carry_out(
        request,
        PersonForm(posted(request), initial={"role": CasePerson.Role.CHILD}),
        usecases.add_person,
        given={"case": row},
        done="Person aufgenommen.",
        to=lambda person: _family(row),
        title="Person aufnehmen",
        submit="Aufnehmen",
        cancel_url=_family(row),
        crumbs=crumbs(row),
        state="Pflicht sind nur Rolle und ein Name.",
    )


def _person(request: HttpRequest, pk: UUID) -> CasePerson:
    among = CasePerson.objects.select_related("case")
    return person_policy.fetch(request.actor, PersonPerm.EDIT, among=among, pk=pk)


@page(PersonPerm.EDIT, "GET", "POST")
def change_person(request: HttpRequest, pk: UUID) -> HttpResponse:
    row = _person(request, pk)
    back = _family(row.case)
    initial = {name: getattr(row, name) for name in NAMES} | {"version": row.version}
    return carry_out(
        request,
        PersonForm(posted(request), initial=initial),
        usecases.change_person,
        given={"person": row},
        done="Gespeichert.",
        to=lambda person: back,
        title=f"{row.letter}: Angaben ändern",
        submit="Speichern",
        cancel_url=back,
        crumbs=crumbs(row.case),
    )


@page(PersonPerm.EDIT, "POST")
def remove_person(request: HttpRequest, pk: UUID) -> HttpResponse:
    row = _person(request, pk)
    back = _family(row.case)
    return press(request, usecases.remove_person, person=row, done="Person entfernt.", to=lambda person: back)


@page(CasePerm.WORK, "GET", "POST")
def new_phase(request: HttpRequest, pk: UUID) -> HttpResponse:
    row = opened(request, CasePerm.WORK, pk)
    return carry_out(
        request,
        PhaseForm(posted(request), initial={"begins": request.actor.today, "version": row.version}),
        phases.begin_phase,
        given={"case": row},
        done="Phase eingetragen.",
        to=address,
        title="Neue Phase",
        submit="Eintragen",
        cancel_url=address(row),
        crumbs=crumbs(row),
        state="Die laufende Phase endet am Tag davor.",
    )


@page(CasePerm.WORK, "POST")
def undo_phase(request: HttpRequest, pk: UUID) -> HttpResponse:
    row = opened(request, CasePerm.WORK, pk)
    return press(request, phases.undo_phase, case=row, done="Letzte Phase zurückgenommen.", to=address)
