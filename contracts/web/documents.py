"""Pages of a contract's papers: file, replace, download (docs/adr/0007)."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse

from contracts.models import Document, DocumentVersion
from contracts.policy import ContractPerm, DocumentPerm, contract_policy, document_policy
from contracts.usecases import documents as cases
from contracts.web.contract_steps import address
from contracts.web.forms.documents import DocumentForm
from kernel.documents.uploads import LARGEST
from kernel.web.forms import carry_out, posted
from kernel.web.stamps import page
from kernel.web.uploads import FileForm, as_sent, files


def _back(document: Document) -> str:
    return f"{reverse('contract', args=[document.contract_id])}#documents"


@page(DocumentPerm.FILE, "GET", "POST", upload=LARGEST)
def new_document(request: HttpRequest, pk: UUID) -> HttpResponse:
    row = contract_policy.fetch(request.actor, ContractPerm.VIEW, pk=pk)
    return carry_out(
        request,
        DocumentForm(posted(request), files(request)),
        cases.file_document,
        given={"contract": row},
        done="Dokument abgelegt.",
        to=lambda document: f"{address(row)}#documents",
        title="Dokument ablegen",
        submit="Ablegen",
        cancel_url=address(row),
        crumbs=[row.number, address(row)],
        state="Amt und Vertragsparteien können es herunterladen.",
        draft="",
    )


@page(DocumentPerm.FILE, "GET", "POST", upload=LARGEST)
def new_version(request: HttpRequest, pk: UUID) -> HttpResponse:
    row = document_policy.fetch(
        request.actor, DocumentPerm.FILE, among=Document.objects.select_related("contract"), pk=pk
    )
    return carry_out(
        request,
        FileForm(posted(request), files(request), initial={"version": row.version}),
        cases.replace_document,
        given={"document": row},
        done="Neue Fassung abgelegt.",
        to=_back,
        title=f"Neue Fassung: {row.title}",
        submit="Neue Fassung ablegen",
        cancel_url=_back(row),
        crumbs=[row.contract.number, _back(row)],
        state="Die früheren Fassungen bleiben erhalten.",
        draft="",
    )


@page(DocumentPerm.VIEW)
def download(request: HttpRequest, pk: UUID) -> HttpResponse:
    version = get_object_or_404(DocumentVersion, pk=pk)
    document_policy.fetch(request.actor, DocumentPerm.VIEW, pk=version.document_id)
    return as_sent(version.content, version.media_type, version.filename)
