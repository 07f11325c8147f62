"""Pages of § 8a processes, for those in charge and the lead (R20)."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from cases.models import Protection
from cases.policy.protection import NoticePerm, ProtectionPerm, notice_policy, protection_policy
from cases.queries import protection as queries
from cases.usecases import protection as raising
from cases.usecases import protection_process as process
from cases.web.forms import protection as forms
from cases.web.tables.protection import STATES, WEIGHTS, ProtectionFilter, ProtectionTable
from contracts.queries.names import names_of
from contracts.web.territory import word
from kernel.access.actor import Actor
from kernel.access.use_case import UseCase
from kernel.audit.reads import note_read
from kernel.web import words
from kernel.web.forms import UseCaseForm, carry_out, initial_of, posted
from kernel.web.lists import list_page
from kernel.web.stamps import page


def address(row: Protection) -> str:
    return reverse("protection", args=[row.pk])


def tabs_for(actor: Actor) -> list[dict[str, str]]:
    tabs = []
    if protection_policy.allows(actor, ProtectionPerm.VIEW):
        tabs.append({"label": "Verfahren", "url": reverse("protections")})
    if notice_policy.allows(actor, NoticePerm.VIEW):
        tabs.append({"label": "Mitteilungen der Träger", "url": reverse("provider-notices")})
    return tabs


@page(ProtectionPerm.VIEW)
def protections(request: HttpRequest) -> HttpResponse:
    note_read(Protection)
    return list_page(
        request,
        "cases/protections.html",
        tabs=tabs_for(request.actor),
        rows=queries.processes_for(request.actor),
        table=ProtectionTable,
        filterset=ProtectionFilter,
        filename="verfahren",
        empty_title="Kein Verfahren.",
        empty_text="Hier stehen nur Verfahren, in denen Sie Fachkraft sind.",
    )


def _fetch(request: HttpRequest, permission: ProtectionPerm, pk: UUID) -> Protection:
    among = Protection.objects.select_related("district", "case")
    return protection_policy.fetch(request.actor, permission, among=among, pk=pk)  # type: ignore[attr-defined]


@page(ProtectionPerm.VIEW)
def protection(request: HttpRequest, pk: UUID) -> HttpResponse:
    actor = request.actor
    row = _fetch(request, ProtectionPerm.VIEW, pk)
    members, steps = queries.members_of(actor, row), list(row.steps.all())
    notice = queries.notices_for(actor).filter(protection=row).first()
    names = names_of(actor, [row.raised_by, *(s.person for s in steps)]) | {m.person: m.name for m in members}
    open_now = row.state != Protection.State.CLOSED
    can_work = open_now and protection_policy.holds(actor, ProtectionPerm.WORK, row)
    can_staff = open_now and protection_policy.holds(actor, ProtectionPerm.STAFF, row)
    return render(
        request,
        "cases/protection.html",
        {
            "protection": row,
            "tone": STATES[Protection.State(row.state)],
            "summary": _summary(row, names, word(request)),
            "persons": [f"{p.letter}: {p}" for p in row.persons.all()],
            "steps": _steps(row, members, can_staff=can_staff) if can_work else [],
            "members": members,
            "sheet": [s | {"tone": WEIGHTS[s["part"].weight] if s["part"] else ""} for s in queries.sheet_of(row)],
            "plan": [{"step": s, "who": names.get(s.person, words.NOTHING), "late": s.due_on < actor.today} for s in steps],
            "notice": notice,
            "endangered": row.outcome in process.ENDANGERED,
            "can_work": can_work,
            "can_staff": can_staff,
        },
    )  # fmt: skip


def _summary(row: Protection, names: dict[UUID, str], district_word: str) -> list[dict[str, str]]:
    found = [
        {"label": district_word, "value": row.district.name},
        {"label": "Herkunft", "value": row.get_source_display()},
        {"label": "Gemeldet", "value": f"{words.day(row.raised_at)} von {names.get(row.raised_by, words.NOTHING)}"},
        {"label": "Fall", "value": row.case.number if row.case else "noch keiner"},
        {"label": "Gefährdungsphase", "value": words.period(row.begins, row.ends) if row.begins else words.NOTHING},
    ]
    return found


def _steps(row: Protection, members: list[queries.Member], *, can_staff: bool) -> list[dict[str, str]]:
    """What the law asks for, in its order, and where to do it."""

    def step(label: str, done: bool, name: str, *, blocked: bool = False, leads: bool = True) -> dict[str, str]:
        state = "done" if done else "blocked" if blocked else "open"
        return {"label": label, "state": state, "url": reverse(name, args=[row.pk]) if leads and not blocked else ""}

    two, assessed = len(members) >= process.LEAST, bool(row.outcome)
    family = row.family_involved is not None
    sheet = row.parts.exists()
    found = [
        step("Zwei Fachkräfte", two, "protection-member", leads=can_staff),
        step("Einschätzungsbogen", sheet, "protection-sheet", blocked=assessed),
        step("Familie einbeziehen", family, "protection-family"),
        step("Ergebnis", assessed, "protection-outcome", blocked=assessed or not (two and family and sheet)),
    ]
    if row.outcome in process.ENDANGERED:
        found.append(step("Schutzkonzept", bool(row.concept), "protection-concept"))
        found.append(step("Gefährdungsphase beenden", bool(row.ends), "protection-risk", blocked=bool(row.ends)))
    found.append(step("Abschließen", False, "protection-close", blocked=not assessed))
    return found  # fmt: skip


@page(ProtectionPerm.OPEN, "GET", "POST")
def new_process(request: HttpRequest) -> HttpResponse:
    def there(row: Protection) -> str:
        seen = protection_policy.rows(request.actor).filter(pk=row.pk).exists()
        return address(row) if seen else reverse("protections")

    return carry_out(
        request,
        forms.OpenForm(posted(request), actor=request.actor, word=word(request)),
        raising.open_process,
        done="Gemeldet. Das Verfahren beginnt.",
        to=there,
        title="Anhaltspunkte für eine Gefährdung",
        submit="Verfahren beginnen",
        cancel_url=reverse("protections"),
        crumbs=["Kinderschutz", reverse("protections")],
        state="Nur die Fachkräfte des Verfahrens und die Leitung sehen es.",
    )


def _work(
    request: HttpRequest, row: Protection, form: UseCaseForm, use_case: UseCase, *, done: str, title: str, **more: Any
) -> HttpResponse:
    return carry_out(
        request,
        form,
        use_case,
        given={"protection": row},
        done=done,
        to=address,
        title=title,
        cancel_url=address(row),
        crumbs=[row.number, address(row)],
        **({"submit": "Speichern"} | more),
    )


@page(ProtectionPerm.STAFF, "GET", "POST")
def member(request: HttpRequest, pk: UUID) -> HttpResponse:
    row = _fetch(request, ProtectionPerm.STAFF, pk)
    form = forms.MemberForm(posted(request), initial={"version": row.version}, actor=request.actor)
    return _work(request, row, form, process.name_member, done="Fachkraft benannt.", title="Fachkraft benennen")


@page(ProtectionPerm.STAFF, "GET", "POST")
def release(request: HttpRequest, pk: UUID) -> HttpResponse:
    row = _fetch(request, ProtectionPerm.STAFF, pk)
    form = forms.OwnMemberForm(posted(request), initial={"version": row.version}, actor=request.actor, protection=row)
    return _work(request, row, form, process.release_member, done="Fachkraft entlassen.", title="Fachkraft entlassen")


@page(ProtectionPerm.WORK, "GET", "POST")
def sheet(request: HttpRequest, pk: UUID) -> HttpResponse:
    row = _fetch(request, ProtectionPerm.WORK, pk)
    form = forms.SheetForm(posted(request), protection=row)
    return _work(request, row, form, process.assess, done="Bogen gespeichert.", title="Einschätzungsbogen")


@page(ProtectionPerm.WORK, "GET", "POST")
def family(request: HttpRequest, pk: UUID) -> HttpResponse:
    row = _fetch(request, ProtectionPerm.WORK, pk)
    known = {None: "", True: "yes", False: "no"}[row.family_involved]
    initial = {"version": row.version, "involved": known, "why": row.not_involved_reason}
    return _work(
        request,
        row,
        forms.FamilyForm(posted(request), initial=initial),
        process.involve_family,
        done="Gespeichert.",
        title="Familie einbeziehen",
        state="Eltern und Kind gehören dazu, soweit das den Schutz des Kindes nicht in Frage stellt (§ 8a Abs. 1).",
    )


@page(ProtectionPerm.WORK, "GET", "POST")
def outcome(request: HttpRequest, pk: UUID) -> HttpResponse:
    row = _fetch(request, ProtectionPerm.WORK, pk)
    form = forms.OutcomeForm(posted(request), initial={"version": row.version})
    return _work(request, row, form, process.record_outcome, done="Ergebnis festgehalten.", title="Ergebnis")


@page(ProtectionPerm.WORK, "GET", "POST")
def concept(request: HttpRequest, pk: UUID) -> HttpResponse:
    row = _fetch(request, ProtectionPerm.WORK, pk)
    form = forms.ConceptForm(posted(request), initial=initial_of(forms.ConceptForm, row))
    return _work(request, row, form, process.set_concept, done="Schutzkonzept gespeichert.", title="Schutzkonzept")


@page(ProtectionPerm.WORK, "GET", "POST")
def plan(request: HttpRequest, pk: UUID) -> HttpResponse:
    row = _fetch(request, ProtectionPerm.WORK, pk)
    form = forms.StepForm(
        posted(request),
        initial={"version": row.version, "due_on": request.actor.today, "person": request.actor.person},
        actor=request.actor,
        protection=row,
    )
    return _work(request, row, form, process.plan_step, done="Schritt geplant.", title="Schritt planen")


@page(ProtectionPerm.WORK, "GET", "POST")
def finish(request: HttpRequest, pk: UUID) -> HttpResponse:
    row = _fetch(request, ProtectionPerm.WORK, pk)
    initial = {"version": row.version, "done_on": request.actor.today, "step": request.GET.get("schritt", "")[:36]}
    form = forms.DoneForm(posted(request), initial=initial, protection=row)
    return _work(request, row, form, process.finish_step, done="Erledigt.", title="Schritt erledigt")


@page(ProtectionPerm.WORK, "GET", "POST")
def end_risk(request: HttpRequest, pk: UUID) -> HttpResponse:
    row = _fetch(request, ProtectionPerm.WORK, pk)
    form = forms.EndRiskForm(posted(request), initial={"version": row.version, "ends": request.actor.today})
    return _work(
        request, row, form, process.end_risk, done="Gefährdungsphase beendet.", title="Gefährdungsphase beenden"
    )


@page(ProtectionPerm.WORK, "GET", "POST")
def close(request: HttpRequest, pk: UUID) -> HttpResponse:
    row = _fetch(request, ProtectionPerm.WORK, pk)
    form = forms.CloseForm(posted(request), initial={"version": row.version, "closed_on": request.actor.today})
    return _work(
        request,
        row,
        form,
        process.close_process,
        done="Abgeschlossen.",
        title="Verfahren abschließen",
        submit="Abschließen",
    )
