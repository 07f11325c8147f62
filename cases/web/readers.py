"""Who read a case, as a page and as a PDF for the family."""

from pathlib import Path
from uuid import UUID

from django.http import HttpRequest, HttpResponse

from cases.policy import CasePerm
from cases.queries.readers import readings
from cases.web.file import opened, shell_of
from cases.web.tables.file import ReaderTable
from kernel.documents.pdf import pdf_response, render_pdf
from kernel.web import words
from kernel.web.lists import list_page
from kernel.web.stamps import page

TEMPLATE = Path(__file__).parents[1] / "documents" / "readers.typ"


@page(CasePerm.VIEW)
def readers(request: HttpRequest, pk: UUID) -> HttpResponse:
    row = opened(request, CasePerm.VIEW, pk)
    return list_page(
        request,
        "cases/readers.html",
        **shell_of(request, row),
        rows=readings(request.actor, row),
        table=ReaderTable,
        filename=f"einsicht-{row.number}",
        empty_title="Noch hat niemand diese Akte gelesen.",
        empty_text="Ihre eigene Einsicht steht hier, sobald diese Seite geladen ist.",
    )


@page(CasePerm.VIEW)
def readers_pdf(request: HttpRequest, pk: UUID) -> HttpResponse:
    actor = request.actor
    row = opened(request, CasePerm.VIEW, pk)
    data = {
        "office": request.place.name,  # type: ignore[attr-defined]
        "number": row.number,
        "printed": f"Stand {words.day(actor.today)}",
        "rows": [[words.day(r.day), r.name, r.what] for r in readings(actor, row)],
    }
    return pdf_response(render_pdf(TEMPLATE, data), f"Einsicht {row.number}.pdf")
