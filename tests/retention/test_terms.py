"""The terms of retention.yaml execute: restricted, offered to the archive, gone; and what is held up stays."""

import re
from dataclasses import replace
from datetime import date, timedelta

import pytest
import time_machine
from dateutil.relativedelta import relativedelta
from django.conf import settings
from django.db import connection
from django.utils import timezone

from cases.models import (
    CaseFile,
    CaseImport,
    CaseNote,
    CasePerson,
    Decision,
    Help,
    Item,
    Protection,
    ProviderNotice,
    SheetEntry,
    SheetText,
    TeamSession,
)
from contracts.models import HoursEntry, HoursImport, HoursMonth
from kernel.access.actor import Role
from kernel.access.errors import Denied
from kernel.audit.models import Entry
from kernel.keys import uuid7
from kernel.retention.matters import all_matters, matter_of
from kernel.retention.models import Disposal, Hold
from kernel.retention.night import going, outlook, run, service_actor
from kernel.retention.policy import RetentionPolicy, the_policy
from kernel.retention.usecases import answer_offer, dispose_matter, dispose_offered, lift_hold, offer_matter, place_hold
from kernel.tenancy.place import transaction_in
from tests.contracts.test_districts import refused
from tests.factories import cases as make
from tests.factories import conferences as sheets
from tests.factories import contracts
from tests.factories.people import actor, membership, person

pytestmark = pytest.mark.django_db
BORN, ENDED = date(1900, 1, 1), date(1925, 1, 1)
LONG = relativedelta(years=11)


def night(days: int = 0):
    """The night of a later day."""
    who = service_actor()
    run(replace(who, today=who.today + timedelta(days=days)))


def over(**fields):
    """A file whose term is over, with people, a note, a help and a consultation in it."""
    case = make.case(**({"begins": date(1915, 1, 1), "ends": ENDED} | fields))
    child = make.person(case, birth_date=BORN)
    note = CaseNote.objects.create(
        case=case, author=uuid7(), happened_on=ENDED, text="Geheim", entrusted=True, confider=child
    )
    help_ = Help.objects.create(
        case=case, paragraph="31", setting="outpatient", state="ended", end_reason="planned", ground="self_procured",
        ground_on=ENDED, begins=date(1920, 1, 1), ends=ENDED,
    )  # fmt: skip
    help_.persons.add(child)
    item = sheets.item(case, state="closed")
    decision = Decision.objects.create(
        item=item, outcome="as_advised", advised_on=ENDED, decided_on=ENDED, decided_by=uuid7()
    )
    decision.helps.add(help_)
    assert note.pk
    return case


def test_par_9b_a_file_goes_70_years_after_the_30th_birthday_by_way_of_the_archive(nord):
    lead = actor(nord, Role.ASD_LEAD)
    with transaction_in(nord):
        case, other = over(), make.case()
        bystander = make.person(other)
        night()
        case.refresh_from_db()
        disposal = Disposal.objects.get()
        assert (disposal.state, disposal.due_on) == ("restricted", date(2000, 1, 1)) and case.restricted_on
        night(29)
        assert Disposal.objects.get().state == "restricted"
        night(30)
        assert Disposal.objects.get().state == "offered"
        night(60)
        assert CaseFile.objects.filter(pk=case.pk).exists(), "the archive has not answered"
        answer_offer(actor=lead, disposal=disposal, taken=False)
        night(61)
        disposal.refresh_from_db()
        assert disposal.state == "deleted" and disposal.rows > 8
        assert list(CaseFile.objects.all()) == [other] and list(CasePerson.objects.all()) == [bystander]
        for model in (CaseNote, Help, Item, SheetText, SheetEntry, Decision):
            assert not model.objects.exists(), model
        kept = str(Disposal.objects.values())
        assert case.number not in kept and "Kim" not in kept
        trail = str(list(Entry.objects.values()))
        assert Entry.objects.filter(verb="answer_offer").exists() and not {case.number, "Kim", "Geheim"} & set(
            re.findall(r"[\w-]+", trail)
        ), "the audit of a deleted case holds no content"
        connection.check_constraints()


def test_the_archive_that_does_not_answer_holds_nothing_up_for_ever(nord):
    with transaction_in(nord):
        over()
        night()
        night(30)
        night(30 + 150)
        assert CaseFile.objects.exists()
        night(30 + 190)
        assert not CaseFile.objects.exists() and Disposal.objects.get().state == "deleted"


@pytest.mark.parametrize(
    "fields, born, due",
    [
        ({}, BORN, date(2000, 1, 1)),
        ({"ends": date(1950, 1, 1)}, BORN, date(2020, 1, 1)),
        ({}, None, date(2025, 1, 1)),
        ({"ends": None}, BORN, None),
    ],
)
def test_par_9b_the_term_counts_from_the_youngest_and_never_before_the_end(nord, fields, born, due):
    with transaction_in(nord):
        case = make.case(**({"begins": date(1915, 1, 1), "ends": ENDED} | fields))
        make.person(case, birth_date=date(1890, 1, 1))
        make.person(case, birth_date=born)
        make.person(case, "mother", birth_date=date(1930, 1, 1))
        found = {g.label: g.due_on for g in going(date(2100, 1, 1), "help_file")}
        assert found == ({f"Fall {case.number}": due} if due else {})


def test_r20_nothing_goes_while_a_process_runs(nord):
    with transaction_in(nord):
        case = over()
        process = make.protection(case, uuid7(), uuid7())
        night()
        assert not Disposal.objects.exists() and not CaseFile.objects.get().restricted_on
        of, matter = matter_of("cases.casefile", "help_file")
        with refused(None, "Verfahren nach § 8a"):
            dispose_matter(actor=service_actor(), of=of, matter=matter, row=case)
        of, matter = matter_of("cases.protection", "protection")
        with refused(None, "Frist läuft noch nicht"):
            dispose_matter(actor=service_actor(), of=of, matter=matter, row=process)
        process.closed_on = service_actor().today
        process.state = "closed"
        process.save()
        with refused(None, "läuft noch bis"):
            dispose_matter(actor=service_actor(), of=of, matter=matter, row=process)


def test_r20_a_process_goes_with_its_notice_and_sheet(nord):
    lead = actor(nord, Role.ASD_LEAD)
    with transaction_in(nord):
        long_ago = service_actor().today - LONG
        process = make.protection(make.case(), uuid7(), state="closed", closed_on=long_ago, family_involved=True)
        make.notice(protection=process)
        night()
        night(30)
        answer_offer(actor=lead, disposal=Disposal.objects.get(), taken=True)
        night(31)
        assert not Protection.objects.exists() and not ProviderNotice.objects.exists() and CaseFile.objects.exists()


def test_a_hold_stops_what_is_on_its_way_and_brings_it_back(nord):
    lead = actor(nord, Role.ASD_LEAD)
    with transaction_in(nord):
        case = over()
        night()
        disposal = Disposal.objects.get()
        with refused("reason", "warum"):
            place_hold(actor=lead, disposal=disposal, reason=" ")
        hold = place_hold(actor=lead, disposal=disposal, reason="Klage beim Verwaltungsgericht")
        assert CaseFile.objects.get().restricted_on is None
        night(400)
        assert not Disposal.objects.exists()
        of, matter = matter_of("cases.casefile", "help_file")
        with refused(None, "angehalten"):
            dispose_matter(actor=service_actor(), of=of, matter=matter, row=case)
        lift_hold(actor=lead, hold=hold)
        with refused(None, "wieder freigegeben"):
            lift_hold(actor=lead, hold=hold)
        night(401)
        assert Disposal.objects.get().state == "restricted" and Hold.objects.get().ends


def test_nobody_offers_or_deletes_out_of_turn(nord):
    lead, worker = actor(nord, Role.ASD_LEAD), actor(nord, Role.CASE_WORKER)
    with transaction_in(nord):
        over()
        night()
        disposal = Disposal.objects.get()
        with refused(None, "nicht angeboten"):
            answer_offer(actor=lead, disposal=disposal, taken=True)
        with refused(None, "nach der Einschränkung"):
            offer_matter(actor=service_actor(), disposal=disposal)
        with refused(None, "noch nicht geantwortet"):
            dispose_offered(actor=service_actor(), disposal=disposal)
        with pytest.raises(Denied):
            dispose_offered(actor=lead, disposal=disposal)
        with pytest.raises(Denied):
            place_hold(actor=worker, disposal=disposal, reason="Neugier")


def test_a_consultation_goes_after_three_years_its_minutes_and_decision_stay(nord):
    with transaction_in(nord):
        case = make.case()
        decided, refused_item, fresh = (sheets.item(case, state=s) for s in ("closed", "rejected", "closed"))
        Decision.objects.create(item=decided, outcome="no_help", decided_on=ENDED, decided_by=uuid7())
        long_ago = timezone.now() - timedelta(days=1200)
        Item.objects.filter(pk__in=[decided.pk, refused_item.pk]).update(changed_at=long_ago)
        TeamSession.objects.update(held_on=long_ago.date())
        Item.objects.filter(pk=fresh.pk).update(session=sheets.session(case.district))
        night()
        assert set(Item.objects.all()) == {decided, fresh}
        assert not decided.texts.exists() and not decided.entries.exists() and decided.decisions.exists()
        assert fresh.texts.exists()
        before = Disposal.objects.count()
        night(1)
        assert Disposal.objects.count() == before, "what is gone does not go again"


def test_r12_hours_lose_their_worker_once_the_year_is_settled(nord):
    who = person("Wanda Wirkung")
    membership(who, nord, Role.PROVIDER_WORKER, "alpha")
    with transaction_in(nord):
        role, year = contracts.role(), date.today().year - 2
        settled = contracts.hours(role, who.pk, worked_on=date(year, 5, 4))
        again = contracts.hours(role, who.pk, worked_on=date(year, 5, 5))
        open_year = contracts.hours(role, who.pk, worked_on=date(year + 1, 5, 4))
        month = contracts.hours_month(who.pk, date(year, 5, 1), state="approved", return_reason="Bitte trennen")
        contracts.closed_year(contracts.contract(), year)
        night()
        for row in (settled, again, open_year, month):
            row.refresh_from_db()
        assert open_year.worker == who.pk
        assert len({settled.worker, again.worker, month.worker, who.pk}) == 4 and not month.return_reason
        assert HoursEntry.objects.count() == 3 and HoursMonth.objects.count() == 1
        count = Disposal.objects.count()
        night(1)
        assert Disposal.objects.count() == count


def test_uploaded_tables_go_after_thirty_days_of_the_services_time_zone(nord):
    with time_machine.travel("2027-03-01 23:30:00+00:00"), transaction_in(nord):  # 2 March in Berlin
        CaseImport.objects.create(filename="alt.csv", content=b"Beispiel", uploaded_by=uuid7())
        upload = contracts.hours_import(uuid7())
        night(29)
        assert CaseImport.objects.exists()
        night(31)
        upload.refresh_from_db()
        assert not CaseImport.objects.exists() and (upload.state, upload.content) == ("discarded", None)
        assert HoursImport.objects.exists()


def test_the_preview_counts_what_will_go(nord):
    with transaction_in(nord):
        over()
        make.case(begins=date(1915, 1, 1), ends=date(date.today().year - 69, 6, 1)).persons.create(
            role="child", letter="K1", given_name="Alt", birth_date=BORN
        )
        rows = {o.of.name: o for o in outlook(service_actor().today)}
        assert rows["help_file"].now == 1 and rows["money"].of.by
        night()
        rows = {o.of.name: o for o in outlook(service_actor().today)}
        assert (rows["help_file"].now, rows["help_file"].waiting) == (0, 1)


def test_every_rule_of_the_file_has_a_matter_whose_class_is_that_of_its_model(nord):
    with transaction_in(nord):
        names = [m.name for _, m in all_matters()]
        assert len(names) == len(set(names)) > 8
        for of, matter in all_matters():
            assert matter.rows().filter(counts_from__isnull=False).count() == 0, matter.name
            assert of.way in ("archive", "delete", "anonymise")


@pytest.mark.parametrize("said", ["reason: x\n    term: y", "reason: x\n    term: y\n    by: z\n    after: {days: 1}\n    matters: [a.b]\n    way: delete", "reason: x\n    term: y\n    after: {weeks: 1}\n    by: z"])  # fmt: skip
def test_a_class_that_says_too_little_or_too_much_is_refused(tmp_path, said):
    file = tmp_path / "retention.yaml"
    file.write_text(f"classes:\n  x:\n    {said}\nmodels: {{}}\n")
    with pytest.raises(ValueError, match="x: says"):
        RetentionPolicy.load(file)
    assert the_policy() == RetentionPolicy.load(settings.RETENTION)
