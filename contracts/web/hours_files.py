"""Pages of files of hours: send one, read what is wrong with it, book it or throw it away."""

from datetime import date
from typing import Any, cast
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from contracts.models import HoursImport, WorkKind
from contracts.policy import HoursPerm, hours_policy
from contracts.policy.hours import ImportPerm, import_policy
from contracts.queries import hours_months as queries
from contracts.usecases import hours_import as cases
from contracts.web.forms.hours_more import ImportForm
from contracts.web.hours import tabs_for
from contracts.web.hours_template import as_csv, as_xlsx, download, lists_for
from contracts.web.tables.hours_months import IMPORT_TONES, FindingTable, ImportFilter, ImportTable
from kernel.web import words
from kernel.web.exports import XLSX
from kernel.web.forms import button, carry_out, posted, press
from kernel.web.lists import list_page
from kernel.web.stamps import page


def address(upload: HoursImport) -> str:
    return reverse("hours-import", args=[upload.pk])


@page(ImportPerm.VIEW)
def imports(request: HttpRequest) -> HttpResponse:
    actor = request.actor
    can_book = import_policy.allows(actor, ImportPerm.BOOK)
    return list_page(
        request,
        "contracts/hours_imports.html",
        **tabs_for(actor),
        rows=queries.imports_for(actor),
        table=ImportTable,
        filterset=ImportFilter,
        filename="stundendateien",
        can_book=can_book,
        empty_title="Noch keine Datei eingelesen.",
        empty_text="Stunden aus einer anderen Zeiterfassung lesen Sie als CSV oder Excel ein. Gebucht wird erst nach der Prüfung.",
        empty_action={"url": reverse("hours-import-new"), "label": "Datei einlesen"} if can_book else None,
    )


@page(ImportPerm.BOOK, "GET", "POST", upload=cases.LIMITS.size)
def upload(request: HttpRequest) -> HttpResponse:
    files = request.FILES if request.method == "POST" else None
    return carry_out(
        request,
        ImportForm(posted(request), files),
        cases.check_import,
        done="Die Datei ist geprüft. Gebucht ist noch nichts.",
        to=address,
        title="Stunden aus einer Datei",
        submit="Datei prüfen",
        cancel_url=reverse("hours-imports"),
        crumbs=["Dateien", reverse("hours-imports")],
        state="Erst wird jede Zeile geprüft. Gebucht wird erst, wenn Sie es sagen.",
        template="contracts/hours_import_new.html",
        draft="",
    )


@page(ImportPerm.VIEW)
def import_page(request: HttpRequest, pk: UUID) -> HttpResponse:
    actor = request.actor
    row = import_policy.fetch(actor, ImportPerm.VIEW, among=queries.imports_for(actor), pk=pk)
    waiting = row.state == HoursImport.State.CHECKED
    return list_page(
        request,
        "contracts/hours_import.html",
        rows=cast(Any, row.findings),
        table=FindingTable,
        filename="fehler",
        upload=row,
        badge_tone=IMPORT_TONES[row.state],
        sentence=_sentence(row),
        waiting=waiting and import_policy.holds(actor, ImportPerm.BOOK, row),
        figures=[
            {"label": "Zeilen", "value": words.number(row.rows), "note": ""},
            {"label": "Stunden", "value": words.hours(row.minutes), "note": "in Zeilen ohne Fehler"},
            {"label": "Fehler", "value": words.number(row.faults), "note": _shown(row)},
        ],
        sums=[s | {"label": WorkKind(s["work_kind"]).label, "name": _month(s["month"])} for s in row.sums],
        button=button(row),
    )


def _month(text: str) -> str:
    return words.month(date.fromisoformat(f"{text}-01"))


def _shown(row: HoursImport) -> str:
    return f"die ersten {len(row.findings)} stehen unten" if row.faults > len(row.findings) > 0 else ""


def _sentence(row: HoursImport) -> str:
    if row.state == HoursImport.State.BOOKED:
        return f"Gebucht am {words.day_text(row.booked_at)}. Die Datei selbst ist gelöscht."
    if row.state == HoursImport.State.DISCARDED:
        return "Es ist nichts gebucht. Die Datei ist gelöscht."
    if row.faults:
        return "Es ist nichts gebucht. Berichtigen Sie die Datei und lesen Sie sie neu ein."
    return "Alles passt. Gebucht ist noch nichts."


def _row(request: HttpRequest, pk: UUID) -> HoursImport:
    return import_policy.fetch(request.actor, ImportPerm.BOOK, pk=pk)


@page(ImportPerm.BOOK, "POST")
def book(request: HttpRequest, pk: UUID) -> HttpResponse:
    row = _row(request, pk)
    return press(request, cases.book_import, upload=row, done=f"{row.rows} Einträge gebucht.", to=address)


@page(ImportPerm.BOOK, "POST")
def recheck(request: HttpRequest, pk: UUID) -> HttpResponse:
    return press(request, cases.recheck_import, upload=_row(request, pk), done="Neu geprüft.", to=address)


@page(ImportPerm.BOOK, "POST")
def discard(request: HttpRequest, pk: UUID) -> HttpResponse:
    return press(
        request,
        cases.discard_import,
        upload=_row(request, pk),
        done="Datei verworfen. Es ist nichts gebucht.",
        to=lambda u: reverse("hours-imports"),
    )


@page(ImportPerm.BOOK)
def template_csv(request: HttpRequest) -> HttpResponse:
    team = not hours_policy.allows(request.actor, HoursPerm.RECORD)
    return download(as_csv(team), "stunden-vorlage.csv", "text/csv; charset=utf-8")


@page(ImportPerm.BOOK)
def template_xlsx(request: HttpRequest) -> HttpResponse:
    team = not hours_policy.allows(request.actor, HoursPerm.RECORD)
    return download(as_xlsx(lists_for(request.actor, team)), "stunden-vorlage.xlsx", XLSX)
