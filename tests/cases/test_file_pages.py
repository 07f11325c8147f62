"""The pages of a case as a browser gets them."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cases.models import CaseDocument, CaseFile, CaseImport, CaseNote, StandIn
from cases.usecases import notes
from kernel import clock
from kernel.access.actor import Role
from kernel.audit.models import Entry
from kernel.keys import uuid7
from kernel.tenancy.place import bound, transaction_in
from tests.cases.file_pages import page, sent, url
from tests.factories import cases as make
from tests.factories import contracts
from tests.factories.people import actor, client, membership, person

pytestmark = pytest.mark.django_db


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
