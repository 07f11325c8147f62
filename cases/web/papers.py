"""Pages of a case's papers: file, download, remove. Titles and names of files are sealed and never exported."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from cases.models import CaseDocument, CaseFile
from cases.policy import CasePerm
from cases.policy.file import PaperPerm, paper_policy
from cases.usecases import papers as usecases
from cases.web.file import opened, shell_of
from cases.web.forms.file import PaperForm
from cases.web.register import crumbs
from cases.web.tables.file import PaperTable
from contracts.queries.names import names_of
from kernel.audit.reads import note_read
from kernel.documents.uploads import LARGEST
from kernel.web.forms import UseCaseForm, carry_out, posted
from kernel.web.lists import list_page
from kernel.web.stamps import page
from kernel.web.uploads import as_sent, files


def address(case: CaseFile) -> str:
    return reverse("case-papers", args=[case.pk])


@page(PaperPerm.VIEW)
def papers(request: HttpRequest, pk: UUID) -> HttpResponse:
    actor = request.actor
    row = opened(request, CasePerm.VIEW, pk)
    note_read(CaseDocument)
    rows = paper_policy.rows(actor).filter(case=row).defer("content")
    names = names_of(actor, set(rows.order_by().values_list("added_by", flat=True)))
    return list_page(
        request,
        "cases/papers.html",
        **shell_of(request, row),
        rows=rows,
        table=PaperTable.naming(names),
        filename="unterlagen",
        empty_title="Noch keine Unterlage.",
        empty_text="Zeugnisse, Gutachten, Schweigepflichtentbindungen: Legen Sie sie hier ab. Briefe des Dienstes kommen von selbst dazu.",
    )


@page(PaperPerm.FILE, "GET", "POST", upload=LARGEST)
def new_paper(request: HttpRequest, pk: UUID) -> HttpResponse:
    row = opened(request, CasePerm.WORK, pk)
    return carry_out(
        request,
        PaperForm(posted(request), files(request)),
        usecases.file_paper,
        given={"case": row},
        done="Unterlage abgelegt.",
        to=lambda paper: address(row),
        title="Unterlage ablegen",
        submit="Ablegen",
        cancel_url=address(row),
        crumbs=crumbs(row),
        state="Datei, Titel und Dateiname werden verschlüsselt gespeichert.",
        draft="",
    )


@page(PaperPerm.VIEW)
def paper(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The bytes as they came, under a name that tells nothing."""
    row = paper_policy.fetch(request.actor, PaperPerm.VIEW, among=CaseDocument.objects.select_related("case"), pk=pk)
    ending = row.filename.rpartition(".")[2]
    return as_sent(row.content, row.media_type, f"{row.case.number} {row.created_at:%Y-%m-%d}.{ending}")


@page(PaperPerm.REMOVE, "GET", "POST")
def remove_paper(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Asked once more, because the file is gone then."""
    among = CaseDocument.objects.select_related("case").defer("content")
    row = paper_policy.fetch(request.actor, PaperPerm.REMOVE, among=among, pk=pk)
    back = address(row.case)
    return carry_out(
        request,
        UseCaseForm(posted(request), initial={"version": row.version}),
        usecases.remove_paper,
        given={"paper": row},
        done="Unterlage entfernt.",
        to=lambda paper: back,
        title="Unterlage entfernen",
        submit="Endgültig entfernen",
        cancel_url=back,
        crumbs=crumbs(row.case),
        state=f"„{row.title}“ ist danach nicht wiederherzustellen.",
    )
