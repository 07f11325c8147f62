"""Pages of a case's notes: what was confided shows to whom it was confided (R18, § 65)."""

from uuid import UUID

from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from cases.models import CaseFile, CaseNote
from cases.policy import CasePerm
from cases.policy.file import NotePerm, note_policy
from cases.usecases import notes as usecases
from cases.web.file import opened, shell_of
from cases.web.forms.file import NoteForm, PassForm
from cases.web.register import crumbs
from cases.web.tables.file import NoteTable
from contracts.queries.names import names_of
from kernel.audit.reads import note_read
from kernel.web import words
from kernel.web.forms import carry_out, initial_of, posted
from kernel.web.lists import list_page
from kernel.web.stamps import page


def address(case: CaseFile) -> str:
    return reverse("case-notes", args=[case.pk])


@page(NotePerm.VIEW)
def notes(request: HttpRequest, pk: UUID) -> HttpResponse:
    actor = request.actor
    row = opened(request, CasePerm.VIEW, pk)
    note_read(CaseNote)
    visible = note_policy.rows(actor).filter(case=row).select_related("confider")
    hidden = CaseNote.objects.filter(case=row, entrusted=True).exclude(pk__in=visible.values("pk"))
    counts = list(hidden.order_by().values("author").annotate(n=Count("pk")))
    authors = set(visible.order_by().values_list("author", flat=True))
    names = names_of(actor, {*authors, *(c["author"] for c in counts)})
    return list_page(
        request,
        "cases/notes.html",
        **shell_of(request, row),
        rows=visible,
        table=NoteTable.naming(names),
        filename="notizen",
        hidden=[(names.get(c["author"], "eine frühere Fachkraft"), c["n"]) for c in counts],
        empty_title="Noch keine Notiz.",
        empty_text="Gespräche, Hausbesuche, Telefonate: Schreiben Sie auf, was für die Familie wichtig bleibt.",
    )


@page(NotePerm.VIEW)
def note(request: HttpRequest, pk: UUID) -> HttpResponse:
    actor = request.actor
    among = CaseNote.objects.select_related("case__district", "confider")
    row = note_policy.fetch(actor, NotePerm.VIEW, among=among, pk=pk)
    passings = list(row.passings.all())
    names = names_of(actor, [row.author, *(p.recipient for p in passings)])
    return render(
        request,
        "cases/note.html",
        {
            "note": row,
            "case": row.case,
            "own": row.author == actor.person,
            "can_change": note_policy.holds(actor, NotePerm.CHANGE, row),
            "can_pass": note_policy.holds(actor, NotePerm.PASS, row),
            "passings": [(p, names.get(p.recipient, "nicht mehr hier")) for p in passings],
            "author": names.get(row.author, "nicht mehr hier"),
        },
    )


@page(NotePerm.WRITE, "GET", "POST")
def new_note(request: HttpRequest, pk: UUID) -> HttpResponse:
    row = opened(request, CasePerm.WORK, pk)
    return carry_out(
        request,
        NoteForm(posted(request), initial={"happened_on": request.actor.today}, case=row),
        usecases.write_note,
        given={"case": row},
        done="Notiz gespeichert.",
        to=lambda note: address(row),
        title="Notiz schreiben",
        submit="Speichern",
        cancel_url=address(row),
        crumbs=crumbs(row),
    )


def _fetched(request: HttpRequest, permission: NotePerm, pk: UUID) -> CaseNote:
    return note_policy.fetch(request.actor, permission, among=CaseNote.objects.select_related("case"), pk=pk)


@page(NotePerm.CHANGE, "GET", "POST")
def change_note(request: HttpRequest, pk: UUID) -> HttpResponse:
    row = _fetched(request, NotePerm.CHANGE, pk)
    return carry_out(
        request,
        NoteForm(posted(request), initial=initial_of(NoteForm, row), case=row.case),
        usecases.change_note,
        given={"note": row},
        done="Gespeichert.",
        to=lambda note: address(row.case),
        title="Notiz ändern",
        submit="Speichern",
        cancel_url=address(row.case),
        crumbs=crumbs(row.case),
    )


@page(NotePerm.PASS, "GET", "POST")
def pass_note(request: HttpRequest, pk: UUID) -> HttpResponse:
    row = _fetched(request, NotePerm.PASS, pk)
    back = reverse("case-note", args=[row.pk])
    return carry_out(
        request,
        PassForm(posted(request), initial={"version": row.version}, actor=request.actor),
        usecases.pass_note,
        given={"note": row},
        done="Notiz weitergegeben.",
        to=lambda note: back,
        title=f"Anvertraute Notiz vom {words.day(row.happened_on)} weitergeben",
        submit="Weitergeben",
        cancel_url=back,
        crumbs=[f"Notiz vom {words.day(row.happened_on)}", back],
        state="Erlaubt nur mit Einwilligung oder bei Anhaltspunkten für eine Gefährdung (§ 65). Beides wird festgehalten.",
    )
