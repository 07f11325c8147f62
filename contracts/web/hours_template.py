"""The template for files of hours: the columns, and what may stand in them."""

import io
from collections.abc import Mapping, Sequence

import xlsxwriter
from django.http import HttpResponse
from django.utils.http import content_disposition_header

from contracts.models import HoursEntry, WorkKind
from contracts.usecases.hours_rows import COLUMNS, SHEET, workers_of
from contracts.web.fields import own_districts
from kernel.access.actor import Actor

type Lists = Mapping[str, Sequence[Sequence[str]]]


def _heading(team: bool) -> list[str]:
    return [label for name, label in COLUMNS.items() if team or name != "worker"]


def lists_for(actor: Actor, team: bool) -> Lists:
    """What the columns take, by the sheet on which it stands; the lead's template names the team with its codes."""
    found: dict[str, Sequence[Sequence[str]]] = {
        SHEET: [_heading(team)],
        "Räume": [["Raum"], *([d.name] for d in own_districts(actor))],
        "Arbeitsarten": [["Arbeitsart"], *([k.label] for k in WorkKind)],
        "Kontakte": [["Kontakt"], *([c.label] for c in HoursEntry.Contact)],
    }
    if team:
        workers = {w.person: w for found in workers_of(actor.place, actor.the_organisation()).values() for w in found}
        found["Fachkräfte"] = [["Fachkraft", "Kürzel"], *([w.name, w.code] for w in workers.values())]
    return found


def as_csv(team: bool) -> bytes:
    return (";".join(_heading(team)) + "\r\n").encode("utf-8-sig")


def as_xlsx(lists: Lists) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        bold, text = book.add_format({"bold": True}), book.add_format({"num_format": "@"})
        for name, rows in lists.items():
            sheet = book.add_worksheet(name)
            for line, row in enumerate(rows):
                for column, value in enumerate(row):
                    sheet.write_string(line, column, value, bold if line == 0 else None)
            if name == SHEET:
                sheet.set_column(0, len(rows[0]) - 1, 18, text)
                sheet.set_column(rows[0].index(COLUMNS["worked_on"]), rows[0].index(COLUMNS["worked_on"]), 14)
            else:
                sheet.set_column(0, 1, 32)
            sheet.freeze_panes(1, 0)
    return out.getvalue()


def download(content: bytes, filename: str, kind: str) -> HttpResponse:
    disposition = content_disposition_header(as_attachment=True, filename=filename)
    return HttpResponse(
        content,
        content_type=kind,
        headers={"Content-Disposition": disposition, "X-Content-Type-Options": "nosniff"},
    )
