"""The papers of a case: what they are, the virus scanner, how they are handed out."""

import socketserver
import struct
import threading

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection

from cases.models import CaseDocument
from kernel.audit.models import Entry
from kernel.tenancy.place import transaction_in
from tests.cases.file_pages import page, sent, url

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7\n" + b"x" * 200
EICAR = b"%PDF-1.7\n" + rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


class Clamd(socketserver.BaseRequestHandler):
    """Answers INSTREAM as the daemon does."""

    def handle(self):
        stream = self.request.makefile("rb")
        assert stream.readline().strip() == b"nINSTREAM"
        content = b""
        while size := struct.unpack("!L", stream.read(4))[0]:
            content += stream.read(size)
        found = b"EICAR" in content
        self.request.sendall(b"stream: Eicar-Test-Signature FOUND\n" if found else b"stream: OK\n")


@pytest.fixture
def clamd(settings):
    with socketserver.TCPServer(("127.0.0.1", 0), Clamd) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        settings.CLAMD = f"127.0.0.1:{server.server_address[1]}"
        yield server
        server.shutdown()


def upload(browser, case, content, name="Gutachten Mia.pdf"):
    return browser.post(url("case-paper-new", case.pk), sent(file=SimpleUploadedFile(name, content), title="Gutachten"))


def test_a_paper_is_scanned_sealed_and_downloaded_under_a_name_that_tells_nothing(nord, browser, case, clamd):
    assert upload(browser, case, PDF).status_code == 302
    with transaction_in(nord):
        paper = CaseDocument.objects.get()
        assert (paper.scan, paper.size, paper.content) == ("clean", len(PDF), PDF)
        with connection.cursor() as cursor:
            cursor.execute("SELECT content, filename FROM cases_casedocument")
            assert all(PDF[:20] not in bytes(cell) and b"Mia" not in bytes(cell) for cell in cursor.fetchone())
    answer = browser.get(url("case-paper", paper.pk))
    assert answer.content == PDF and answer["X-Content-Type-Options"] == "nosniff"
    assert "attachment" in answer["Content-Disposition"] and "Mia" not in answer["Content-Disposition"]
    assert answer["Cache-Control"] == "private, no-store"
    with transaction_in(nord):
        assert Entry.objects.filter(verb="read", model="cases.casedocument", record=str(paper.pk)).exists()
    assert browser.post(url("case-paper-remove", paper.pk), sent()).status_code == 302
    with transaction_in(nord):
        assert not CaseDocument.objects.exists()


def test_an_infected_paper_is_refused(nord, browser, case, clamd):
    answer = upload(browser, case, EICAR)
    assert answer.status_code == 422 and "hat in dieser Datei etwas gefunden" in answer.content.decode()
    with transaction_in(nord):
        assert not CaseDocument.objects.exists()


def test_while_the_scanner_does_not_answer_papers_are_refused(nord, browser, case, settings):
    settings.CLAMD = "127.0.0.1:1"
    answer = upload(browser, case, PDF)
    assert answer.status_code == 422 and "antwortet gerade nicht" in answer.content.decode()


def test_without_a_scanner_the_paper_says_so(nord, browser, case):
    assert upload(browser, case, PDF).status_code == 302
    assert "kein Virenscanner eingerichtet" in page(browser, "case-papers", case.pk)


@pytest.mark.parametrize("content", [b"MZ\x90\x00 no pdf at all", b"<html><script>", b"PK\x03\x04broken"])
def test_an_upload_that_is_not_what_it_says_is_refused(browser, case, content):
    answer = upload(browser, case, content)
    assert answer.status_code == 422 and "keine Datei, die wir annehmen" in answer.content.decode()
