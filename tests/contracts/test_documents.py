"""The papers of a contract: what is taken, what is refused, who gets them."""

import hashlib
import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from contracts.models import Document, DocumentVersion
from contracts.usecases import documents as cases
from kernel.access.actor import Role
from kernel.access.errors import Denied, RuleViolation
from kernel.documents.file_types import DOCX, JPEG, ODT, PDF, PNG, XLSX, file_type, safe_name
from kernel.documents.uploads import LARGEST
from kernel.keys import uuid7
from kernel.tenancy.place import transaction_in
from project.middleware import file_size_of
from tests.factories import contracts as make
from tests.factories.people import acting, client

CONTENT = b"%PDF-1.7 Vertragstext"


def archive(**parts: bytes) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as file:
        for name, content in parts.items():
            file.writestr(name.replace("__", "/").replace("_xml", ".xml").replace("_bin", ".bin"), content)
    return made.getvalue()


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (CONTENT, PDF),
        (b"\x89PNG\r\n\x1a\n....", PNG),
        (b"\xff\xd8\xff\xe0..", JPEG),
        (archive(word__document_xml=b"<w/>"), DOCX),
        (archive(xl__workbook_xml=b"<x/>"), XLSX),
        (archive(mimetype=ODT.media_type.encode(), content_xml=b"<o/>"), ODT),
        (archive(word__document_xml=b"<w/>", word__vbaProject_bin=b"macro"), None),
        (archive(mimetype=b"application/vnd.oasis.opendocument.teXt"), None),
        (archive(readme=b"hallo"), None),
        (b"PK\x03\x04 broken", None),
        (b"MZ\x90\x00", None),
        (b"<html><script>alert(1)</script>", None),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", None),
        (b"Text", None),
    ],
)
def test_a_file_is_what_its_bytes_say(content: bytes, kind: object):
    assert file_type(content) == kind


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("Vertrag.docx", "Vertrag.pdf"),
        ("../../etc/passwd", "passwd.pdf"),
        ("C:\\Temp\\Anlage 2.pdf", "Anlage 2.pdf"),
        ("rechnung\u202efdp.exe", "rechnungfdp.pdf"),
        ("\r\nSet-Cookie: x", "Set-Cookie: x.pdf"),
        ("", "Dokument.pdf"),
        ("a" * 400, "a" * 196 + ".pdf"),
    ],
)
def test_a_name_is_kept_without_what_could_harm(name: str, kept: str):
    assert safe_name(name, PDF, cases.NAME_LENGTH) == kept


@pytest.mark.django_db
def test_a_paper_and_its_next_version(nord):
    with acting(nord, Role.PLANNER) as planner:
        contract = make.contract()
        version = make.version(contract)
        given = {"filename": "Vertrag.pdf", "content": CONTENT}
        paper = cases.file_document(actor=planner, contract=version, title="Vertragstext", **given)
        assert paper.contract == contract
        first = paper.versions.get()
        assert (first.number, first.size, first.sha256) == (1, len(CONTENT), hashlib.sha256(CONTENT).hexdigest())
        assert bytes(first.content) == CONTENT
        with pytest.raises(RuleViolation, match="schon die neueste"):
            cases.replace_document(actor=planner, document=paper, **given)
        cases.replace_document(actor=planner, document=paper, filename="Neu.pdf", content=CONTENT + b" 2")
        assert list(paper.versions.values_list("number", flat=True)) == [2, 1]


@pytest.mark.django_db
def test_empty_too_large_and_foreign_files_are_refused_with_a_sentence(nord):
    with acting(nord, Role.PLANNER) as planner:
        for content, sentence in (
            (b"", "leer"),
            (b"%PDF-" + bytes(LARGEST), "20 MB"),
            (b"MZ\x90\x00", "keine Datei, die wir annehmen"),
        ):
            with pytest.raises(RuleViolation, match=sentence) as refused:
                cases.file_document(
                    actor=planner, contract=make.contract(), title="X", filename="x.pdf", content=content
                )
            assert refused.value.field == "file"
        assert not DocumentVersion.objects.exists()


def url(name: str, *args: object) -> str:
    return reverse(name, urlconf="project.urls_office", args=args)


@pytest.mark.django_db
def test_a_file_is_uploaded_and_downloaded_as_it_was(nord):
    with transaction_in(nord):
        contract = make.contract("alpha")
    planner = client(nord, Role.PLANNER)
    sent = {"submission": str(uuid7()), "title": "Anlage 1", "file": SimpleUploadedFile("Anlage.pdf", CONTENT)}
    answer = planner.post(url("document-new", contract.pk), sent)
    assert answer.status_code == 302 and answer["location"].endswith("#documents")
    with transaction_in(nord):
        version = DocumentVersion.objects.get()
    page = planner.get(url("contract", contract.pk)).content.decode()
    assert "Anlage 1" in page and version.sha256 in page
    for browser in (planner, client(nord, Role.PROVIDER_MANAGER, "alpha"), client(nord, Role.AUDITOR)):
        got = browser.get(url("document-version", version.pk))
        assert got.content == CONTENT and got["Content-Type"] == "application/pdf"
        assert got["Content-Disposition"] == 'attachment; filename="Anlage.pdf"'
        assert got["X-Content-Type-Options"] == "nosniff"
    assert client(nord, Role.PROVIDER_MANAGER, "beta").get(url("document-version", version.pk)).status_code == 404
    assert client(nord, Role.PROVIDER_WORKER, "alpha").get(url("document-version", version.pk)).status_code == 403


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("content", "sentence"), [(b"", "Die Datei ist leer."), (b"MZ\x90\x00", "keine Datei, die wir annehmen")]
)
def test_a_wrong_file_gets_its_sentence_at_the_field(nord, content: bytes, sentence: str):
    with transaction_in(nord):
        contract = make.contract()
    answer = client(nord, Role.PLANNER).post(
        url("document-new", contract.pk),
        {"submission": str(uuid7()), "title": "X", "file": SimpleUploadedFile("x.pdf", content)},
    )
    page = answer.content.decode()
    assert answer.status_code == 422 and sentence in page and 'id="id_file_error"' in page
    with transaction_in(nord):
        assert not Document.objects.exists()


@pytest.mark.django_db
def test_only_a_page_that_takes_files_takes_more_than_two_megabytes(nord, rf):
    with transaction_in(nord):
        contract = make.contract()
    planner = client(nord, Role.PLANNER)
    large = CONTENT + bytes(3 * 1024 * 1024)

    def send(name: str, *args: object, content: bytes = large) -> int:
        sent = {"submission": str(uuid7()), "title": "X", "file": SimpleUploadedFile("x.pdf", content)}
        return planner.post(url(name, *args), sent).status_code

    assert send("document-new", contract.pk) == 302
    assert send("contract-change", contract.pk) == 413
    assert send("document-new", contract.pk, content=CONTENT + bytes(23 * 1024 * 1024)) == 413
    assert send("document-new", contract.pk, content=CONTENT + bytes(21 * 1024 * 1024)) == 422
    assert file_size_of(rf.get("/gibt/es/nicht/")) == 0


@pytest.mark.django_db
def test_the_record_reads_no_bytes(nord):
    with transaction_in(nord):
        contract = make.contract()
        make.document(contract)
    planner = client(nord, Role.PLANNER)
    with CaptureQueriesContext(connection) as queries:
        planner.get(url("contract", contract.pk))
    assert not [q["sql"] for q in queries if '"contracts_documentversion"."content"' in q["sql"]]


@pytest.mark.django_db
def test_providers_file_nothing(nord):
    with acting(nord, Role.PROVIDER_ADMIN, "alpha") as someone, pytest.raises(Denied):
        cases.file_document(actor=someone, contract=make.contract(), title="X", filename="x.pdf", content=CONTENT)
