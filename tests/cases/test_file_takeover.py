"""Taking existing cases over from a table: dry run, faults in sentences, repeatable by file number."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from cases.models import CaseFile, CaseImport
from kernel.access.actor import Role
from kernel.tenancy.place import transaction_in
from tests.cases.file_pages import sent, url
from tests.factories import contracts
from tests.factories.people import client

pytestmark = pytest.mark.django_db


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
    many = SimpleUploadedFile("x.csv", b"Aktenzeichen;Raum;Fachkraft;Beginn\r\n" + b"A;B;C;1.2.2024\r\n" * 3001)
    long = lead.post(url("case-import-new"), sent(file=many))
    assert long.status_code == 422 and "mehr als 3.000 Zeilen" in long.content.decode()
    table(lead, ("A-1", "Atlantis", "Frieda Fachkraft", "1.2.2024", "", "", "", ""))
    with transaction_in(nord):
        row = CaseImport.objects.get()
    nothing = lead.post(url("case-import-run", row.pk), sent(version=row.version))
    assert nothing.status_code == 422 and "nichts zu übernehmen" in nothing.content.decode()
    assert lead.post(url("case-import-discard", row.pk), sent(version=row.version)).status_code == 302
    assert lead.get(url("case-import-template")).content.startswith(b"PK")
