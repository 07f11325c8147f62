"""The pages of a case as a browser gets them."""

import socketserver
import struct
import threading
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cases.models import CaseDocument, CaseFile, CaseImport, CaseNote, CaseRules, CaseTransfer, EmergencyAccess, StandIn
from cases.usecases import notes
from kernel import clock
from kernel.access.actor import Role
from kernel.audit.models import Entry
from kernel.keys import uuid7
from kernel.tenancy.place import bound, transaction_in
from tests.factories import cases as make
from tests.factories import contracts
from tests.factories.people import actor, client, membership, person

pytestmark = pytest.mark.django_db
URLS = "project.urls_office"
PDF = b"%PDF-1.7\n" + b"x" * 200
EICAR = b"%PDF-1.7\n" + rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


def url(name, *args):
    return reverse(name, urlconf=URLS, args=args)


def sent(**fields):
    return {"submission": str(uuid7())} | fields


@pytest.fixture
def me(nord):
    who = person("Frieda Fachkraft")
    membership(who, nord, Role.CASE_WORKER)
    return who


@pytest.fixture
def browser(nord, me):
    return client(nord, who=me)


@pytest.fixture
def case(nord, me) -> CaseFile:
    with transaction_in(nord):
        row = make.case(worker=me.pk, number="51-7")
        make.person(row, given_name="Mia", family_name="Müller-Straße")
    return row


def page(browser, name, *args, status=200, **params):
    answer = browser.get(url(name, *args), params)
    assert answer.status_code == status, answer.content.decode()[:2000]
    return answer.content.decode()


def test_a_case_is_registered_with_its_family_on_one_page(nord, browser):
    with transaction_in(nord):
        where = contracts.district("Hüsten")
    assert "Kind oder junger Mensch" in page(browser, "case-new")
    family = {
        "person-TOTAL_FORMS": "3",
        "person-INITIAL_FORMS": "0",
        "person-0-role": "mother",
        "person-0-given_name": "Ada",
        "person-0-custodial": "on",
        "person-1-role": "child",
        "person-1-family_name": "Beispiel",
        "person-1-birth_date": "1.2.2015",
        "person-2-role": "child",
    }
    fields = sent(number="51-1", district=str(where.pk), begins="heute", **family)
    answer = browser.post(url("case-new"), fields)
    assert answer.status_code == 302, answer.content.decode()
    shown = browser.get(answer["location"]).content.decode()
    assert "Ada" in shown and "01.02.2015" in shown
    again = browser.post(url("case-new"), fields | sent() | {"person-1-birth_date": "1.2.2215"})
    text = again.content.decode()
    assert again.status_code == 422 and "In den Angaben zur Familie" in text and 'value="Ada"' in text


def test_a_double_number_and_a_future_birth_date_get_their_sentences(nord, browser, case):
    fields = {"person-TOTAL_FORMS": "1", "person-INITIAL_FORMS": "0", "person-0-role": "child"}
    fields |= {"district": str(case.district_id), "begins": "heute"}
    double = browser.post(url("case-new"), sent(number="51-7", **fields))
    assert double.status_code == 422 and "Dieses Aktenzeichen gibt es schon." in double.content.decode()
    tomorrow = f"{clock.today() + timedelta(days=1):%d.%m.%Y}"
    unborn = sent(number="51-8", **fields) | {"person-0-given_name": "Mia", "person-0-birth_date": tomorrow}
    answer = browser.post(url("case-new"), unborn)
    assert answer.status_code == 422 and "Geburtsdatum liegt in der Zukunft" in answer.content.decode()


@pytest.mark.parametrize(
    ("known", "count"),
    [
        ({"name": "müller strasse"}, 1),
        ({"name": "MIA"}, 1),
        ({"name": "Mia Anders"}, 0),
        ({"number": "51-7"}, 1),
        ({"birth_date": "3.4.2016"}, 0),
    ],
)
def test_cases_are_found_by_name_number_and_birth_date(browser, case, known, count):
    answer = browser.post(url("case-search"), known)
    assert answer.status_code == 200 and answer.content.decode().count("Müller-Straße</a>") == count


def test_a_name_never_stands_in_an_address(browser, case):
    answer = browser.get(url("case-search"), {"name": "Müller"})
    assert answer.status_code == 200 and "Müller-Straße" not in answer.content.decode()


@pytest.mark.parametrize(
    ("known", "sentence"),
    [({}, "Geben Sie ein Aktenzeichen, einen Namen oder"), ({"name": "?!"}, "Darin ist kein Name")],
)
def test_a_search_for_nothing_gets_its_sentence(browser, case, known, sentence):
    answer = browser.post(url("case-search"), known)
    assert answer.status_code == 422 and sentence in answer.content.decode()


def test_a_search_finds_no_case_of_others(nord, browser, case):
    with transaction_in(nord):
        make.person(make.case(), given_name="Mia", family_name="Fremd")
    assert "Fremd" not in browser.post(url("case-search"), {"name": "Mia"}).content.decode()


def test_the_list_is_sorted_by_names_that_only_we_can_read_and_exports_none(nord, me, browser, case):
    with transaction_in(nord):
        for number, name in (("51-8", "Ärmel"), ("51-9", "Zander")):
            make.person(make.case(worker=me.pk, number=number), family_name=name)
    down = page(browser, "cases", sort="-family")
    assert down.index("Zander") < down.index("Müller-Straße") < down.index("Ärmel")
    up = page(browser, "cases", sort="family")
    assert up.index("Ärmel") < up.index("Zander")
    exported = browser.get(url("cases"), {"export": "csv", "sort": "family"}).content.decode("utf-8-sig")
    assert "51-7" in exported and "Müller" not in exported


def test_every_part_of_a_case_opens_and_is_logged(nord, browser, case):
    with transaction_in(nord):
        child = case.persons.get()
    for name in ("case", "case-persons", "case-notes", "case-papers", "case-readers", "case-change", "phase-new"):
        assert "51-7" in page(browser, name, case.pk) or name == "phase-new"
    page(browser, "person-change", child.pk)
    with transaction_in(nord):
        reads = Entry.objects.filter(verb="read")
        assert reads.filter(model="cases.casefile", record=str(case.pk)).count() == 7
        assert reads.filter(model="cases.caseperson", record=str(child.pk)).count() == 1
    shown = page(browser, "case-readers", case.pk)
    assert "Frieda Fachkraft" in shown and "Angaben zur Familie" in shown
    document = browser.get(url("case-readers-pdf", case.pk))
    assert document.content.startswith(b"%PDF") and "Mia" not in document["Content-Disposition"]


def test_a_note_confided_to_another_shows_only_that_it_stays(nord, browser, case):
    author = actor(nord, Role.CASE_WORKER, who=person("Anna Autorin"))
    with bound(nord):
        CaseFile.objects.filter(pk=case.pk).update(worker=author.person)
        note = notes.write_note(actor=author, case=case, happened_on=author.today, text="Geheimnis", entrusted=True)
        CaseFile.objects.filter(pk=case.pk).update(worker=case.worker)
    shown = page(browser, "case-notes", case.pk)
    assert "Eine anvertraute Notiz liegt bei Anna Autorin" in shown and "Geheimnis" not in shown
    page(browser, "case-note", note.pk, status=404)


def test_a_note_is_written_passed_on_and_read(nord, me, browser, case):
    other = person("Kolja Kollege")
    membership(other, nord, Role.CASE_WORKER)
    fields = sent(happened_on="heute", text="Mia erzählt <b>etwas</b>", entrusted="on")
    assert browser.post(url("note-new", case.pk), fields).status_code == 302
    with transaction_in(nord):
        note = CaseNote.objects.get()
    refused = browser.post(url("note-pass", note.pk), sent(recipient=str(other.pk), ground="consent", why=""))
    assert refused.status_code == 422
    done = browser.post(
        url("note-pass", note.pk), sent(recipient=str(other.pk), ground="consent", why="Mit Mia besprochen")
    )
    assert done.status_code == 302
    shown = page(browser, "case-note", note.pk)
    assert "an Kolja Kollege" in shown and "&lt;b&gt;" in shown


# Papers


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


# Hand-over, stand-in, emergency


def test_a_case_is_handed_over_and_the_next_worker_sees_it_on_heute(nord, browser, case):
    other = person("Kolja Kollege")
    membership(other, nord, Role.CASE_WORKER)
    stranger = browser.post(url("case-hand-over", case.pk), sent(worker=str(uuid7()), transferred_on="heute"))
    assert stranger.status_code == 422 and "id_worker_error" in stranger.content.decode()
    done = browser.post(url("case-hand-over", case.pk), sent(worker=str(other.pk), transferred_on="heute"))
    assert done.status_code == 302
    page(browser, "case", case.pk, status=404)
    theirs = client(nord, who=other)
    assert "Fall 51-7 ist Ihnen übergeben" in page(theirs, "today")
    with transaction_in(nord):
        assert CaseTransfer.objects.get().after == other.pk


def test_a_stand_in_opens_the_cases_for_the_days(nord, me, browser, case):
    other = person("Kolja Kollege")
    membership(other, nord, Role.CASE_WORKER)
    fields = sent(stand_in=str(other.pk), begins="heute", ends=f"{clock.today() + timedelta(days=3):%d.%m.%Y}")
    assert browser.post(url("stand-in-new"), fields).status_code == 302
    theirs = client(nord, who=other)
    assert "51-7" in page(theirs, "cases") and "Sie vertreten Frieda Fachkraft" in page(theirs, "today")
    with transaction_in(nord):
        row = StandIn.objects.get()
    assert theirs.post(url("stand-in-end", row.pk), sent()).status_code == 403
    assert "Kolja Kollege" in page(browser, "stand-ins")
    assert browser.post(url("stand-in-end", row.pk), sent()).status_code == 302
    page(theirs, "case", case.pk, status=404)


def test_an_emergency_opens_a_foreign_case_for_hours_and_the_lead_reviews_it(nord, case):
    other, lead = client(nord, Role.CASE_WORKER, who=person("Nora Notdienst")), client(nord, Role.ASD_LEAD)
    page(other, "case", case.pk, status=404)
    for fields, sentence in (
        ({"number": "51-7", "why": ""}, "id_why_error"),
        ({"number": "51-7", "why": "darum"}, "in einem Satz, warum"),
        ({"number": "99-9", "why": "Kind steht vor der Tür"}, "Dazu gibt es keinen Fall"),
        ({"why": "Kind steht vor der Tür"}, "oder Name und Geburtsdatum"),
    ):
        refused = other.post(url("emergency-open"), sent(**fields))
        assert refused.status_code == 422 and sentence in refused.content.decode()
    opened = other.post(url("emergency-open"), sent(number="51-7", why="Kind steht vor der Tür"))
    assert opened.status_code == 302 and opened["location"] == url("case", case.pk)
    assert "Müller-Straße" in page(other, "case", case.pk)
    page(other, "case-hand-over", case.pk, status=403)
    with transaction_in(nord):
        row = EmergencyAccess.objects.get()
        assert timedelta(hours=23) < row.expires_at - row.opened_at <= timedelta(hours=24)
        assert not Entry.objects.filter(reason__contains="Tür").exists()
    assert "Notzugriff auf Fall 51-7" in page(lead, "today") and "Nora Notdienst" in page(lead, "emergencies")
    assert "Kind steht vor der Tür" in page(lead, "emergency-review", row.pk)
    unsaid = lead.post(url("emergency-review", row.pk), sent(justified="no"))
    assert unsaid.status_code == 422 and "warum der Zugriff nicht nötig war" in unsaid.content.decode()
    assert lead.post(url("emergency-review", row.pk), sent(justified="yes")).status_code == 302
    assert "Notzugriff" not in page(lead, "today")
    with transaction_in(nord):
        past = row.opened_at - timedelta(days=2)
        EmergencyAccess.objects.update(opened_at=past, expires_at=past + timedelta(hours=1))
    page(other, "case", case.pk, status=404)


def test_an_emergency_finds_a_case_by_name_and_birth_date(nord, case):
    with transaction_in(nord):
        make.person(case, given_name="Ole", family_name="Müller", birth_date="2016-04-03")
    other = client(nord, Role.CASE_WORKER, who=person("Nora Notdienst"))
    why = "Kind steht vor der Tür"
    assert other.post(url("emergency-open"), sent(name="Ole Müller", birth_date="4.4.2016", why=why)).status_code == 422
    assert other.post(url("emergency-open"), sent(name="Ole Müller", birth_date="3.4.2016", why=why)).status_code == 302


def test_86c_a_move_to_another_office(nord, browser, case):
    fields = sent(office_name="Jugendamt Weststadt", announced_on=f"{clock.today() - timedelta(days=20):%d.%m.%Y}")
    with transaction_in(nord):
        CaseFile.objects.filter(pk=case.pk).update(begins=clock.today() - timedelta(days=100))
    assert browser.post(url("case-announce", case.pk), fields).status_code == 302
    assert "Die Familie wechselt zu Jugendamt Weststadt" in page(browser, "case", case.pk)
    assert "Gespräch eintragen" in page(browser, "today")
    assert browser.post(url("case-talk", case.pk), sent(talk_on="heute")).status_code == 302
    assert browser.post(url("case-accepted", case.pk), sent(accepted_on="heute")).status_code == 302
    assert "Familie verzogen" in page(browser, "case", case.pk)


def test_phases_end_and_reopening(nord, browser, case):
    assert browser.post(url("phase-new", case.pk), sent(kind="planning", begins="gestern")).status_code == 302
    assert "Hilfeplanung" in page(browser, "case", case.pk)
    assert browser.post(url("phase-undo", case.pk), sent()).status_code == 302
    assert browser.post(url("case-close", case.pk), sent(ends="heute", end_reason="done")).status_code == 302
    assert "Anliegen erledigt" in page(browser, "case", case.pk)
    assert browser.post(url("case-reopen", case.pk), sent()).status_code == 302


def test_the_office_sets_its_rules(nord):
    admin = client(nord, Role.OFFICE_ADMIN)
    fields = {
        "approval_minutes_a_week": "15",
        "approval_months": "9",
        "review_months": "6",
        "emergency_hours": "12",
        "first_assessment_days": "1",
    }
    refused = admin.post(url("case-rules"), sent(**fields | {"review_months": "24"}))
    assert refused.status_code == 422 and "§ 36 Abs. 2" in refused.content.decode()
    assert admin.post(url("case-rules"), sent(**fields)).status_code == 302
    with transaction_in(nord):
        row = CaseRules.objects.get()
    assert (row.approval_minutes_a_week, row.emergency_hours, row.approval_residential) == (900, 12, False)


# Taking over


def table(
    lead, *rows, heading=("Aktenzeichen", "Raum", "Fachkraft", "Beginn", "Rolle", "Vorname", "Nachname", "Geburtsdatum")
):
    text = ";".join(heading) + "\r\n" + "".join(";".join(row) + "\r\n" for row in rows)
    return lead.post(url("case-import-new"), sent(file=SimpleUploadedFile("x.csv", text.encode())))


def test_existing_cases_are_taken_over_after_a_dry_run_and_again_without_doubling(nord, me, case):
    with transaction_in(nord):
        contracts.district("Hüsten")
    lead = client(nord, Role.ASD_LEAD)
    start = ("Hüsten", "Frieda Fachkraft", "1.2.2024")
    good = [
        ("A-1", *start, "Mutter", "Ada", "Beispiel", "3.4.1990"),
        ("A-1", *start, "Kind", "Mia", "Beispiel", "1.2.2015"),
    ]
    bad = [
        ("A-2", *start, "Kind", "Ole", "", "1.2.2215"),
        ("A-3", "Atlantis", *start[1:], "", "", "", ""),
        ("A-4", *start[:2], "gestern?", "Kind", "Mia", "", ""),
        ("A-5", *start, "", "Mia", "", ""),
        ("A-6", "Hüsten", "Niemand", "1.2.2024", "", "", "", ""),
    ]
    answer = table(lead, *good, *bad)
    assert answer.status_code == 302, answer.content.decode()
    shown = lead.get(answer["location"]).content.decode()
    for sentence in (
        "liegt in der Zukunft",
        "Diesen Raum gibt es hier nicht",
        "Dieses Datum verstehen wir nicht",
        "fehlt die Rolle",
        "gibt es in Ihrem Amt heute nicht",
    ):
        assert sentence in shown
    with transaction_in(nord):
        row = CaseImport.objects.get()
        assert (row.added, row.changed, row.refused, CaseFile.objects.count()) == (1, 0, 5, 1)
    assert lead.post(url("case-import-run", row.pk), sent(version=row.version)).status_code == 302
    with transaction_in(nord):
        taken = CaseFile.objects.get(number="A-1")
        assert (taken.worker, [p.letter for p in taken.persons.order_by("letter")]) == (me.pk, ["K1", "M"])
        assert CaseImport.objects.get().content == b""
    table(lead, ("A-1", *start, "Kind", "Mia", "Beispiel-Neu", "1.2.2015"), good[0])
    with transaction_in(nord):
        again = CaseImport.objects.get(state="checked")
        assert (again.added, again.changed, again.refused) == (0, 1, 0)
    assert lead.post(url("case-import-run", again.pk), sent(version=again.version)).status_code == 302
    with transaction_in(nord):
        assert sorted(str(p) for p in taken.persons.all()) == ["Ada Beispiel", "Mia Beispiel-Neu"]
    finds = client(nord, who=me).post(url("case-search"), {"name": "Neu Mia"}).content.decode()
    assert "A-1" in finds


def test_a_table_of_another_kind_is_refused_and_one_may_be_thrown_away(nord, me):
    lead = client(nord, Role.ASD_LEAD)
    wrong = table(lead, ("1",), heading=("Nummer",))
    assert wrong.status_code == 422 and "Als Überschrift fehlt: Aktenzeichen" in wrong.content.decode()
    broken = lead.post(url("case-import-new"), sent(file=SimpleUploadedFile("x.xlsx", b"\xd0\xcf\x11\xe0old")))
    assert broken.status_code == 422 and "alten Format" in broken.content.decode()
    table(lead, ("A-1", "Atlantis", "Frieda Fachkraft", "1.2.2024", "", "", "", ""))
    with transaction_in(nord):
        row = CaseImport.objects.get()
    nothing = lead.post(url("case-import-run", row.pk), sent(version=row.version))
    assert nothing.status_code == 422 and "nichts zu übernehmen" in nothing.content.decode()
    assert lead.post(url("case-import-discard", row.pk), sent(version=row.version)).status_code == 302
    assert lead.get(url("case-import-template")).content.startswith(b"PK")


def test_each_page_costs_as_many_queries_with_three_rows_as_with_one(nord, me, browser, case):
    lead = client(nord, Role.ASD_LEAD)
    pages = [
        (browser, "cases", ()),
        (lead, "cases", ()),
        *((browser, f"case-{n}", (case.pk,)) for n in ("persons", "notes", "papers", "readers")),
    ]
    pages += [
        (browser, "case", (case.pk,)),
        (browser, "stand-ins", ()),
        (lead, "emergencies", ()),
        (lead, "case-imports", ()),
        (browser, "today", ()),
        (lead, "today", ()),
    ]
    worker = actor(nord, Role.CASE_WORKER, who=me)

    def more():
        with bound(nord):
            make.person(make.case(worker=me.pk))
            make.person(case)
            notes.write_note(actor=worker, case=case, happened_on=worker.today, text="x")
            CaseDocument.objects.create(
                case=case,
                kind="upload",
                title="t",
                filename="t.pdf",
                media_type="application/pdf",
                size=3,
                content=b"abc",
                scan="none",
                added_by=me.pk,
            )
            StandIn.objects.create(worker=uuid7(), stand_in=me.pk, begins=worker.today, ends=worker.today)
            CaseImport.objects.create(filename="x", content=b"", uploaded_by=me.pk)
            make.emergency(case)

    def cost():
        found = {}
        for who, name, args in pages:
            with CaptureQueriesContext(connection) as queries:
                assert who.get(url(name, *args)).status_code == 200
            found[name, who is lead] = len(queries)
        return found

    more()
    cost()  # so that each has been read before
    before = cost()
    more()
    more()
    assert cost() == before
