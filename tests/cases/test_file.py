"""The case file: registering, persons, phases, notes and papers (R16, R17, R18, R20)."""

from datetime import timedelta

import pytest

from cases.models import CaseFile, CaseNote, CasePerson, CasePhase, NotePassing
from cases.policy.file import note_policy
from cases.usecases import handover, notes, persons, phases, register
from cases.usecases.persons import PersonData
from kernel.access.actor import Role
from kernel.access.errors import Denied, RuleViolation
from kernel.audit.models import Entry
from kernel.tenancy.place import bound
from tests.factories import cases as make
from tests.factories import contracts
from tests.factories.people import acting, actor, person

pytestmark = pytest.mark.django_db


@pytest.fixture
def worker(nord):
    with acting(nord, Role.CASE_WORKER) as someone:
        yield someone


@pytest.fixture
def case(worker) -> CaseFile:
    return make.case(worker=worker.person)


def colleague(nord, role=Role.CASE_WORKER, name="Kolja Kollege"):
    return actor(nord, role, who=person(name))


def opened(by, **changes) -> CaseFile:
    given = {"number": "51-1", "district": contracts.district(), "begins": by.today}
    return register.open_case(actor=by, **given | changes)


def test_a_case_is_registered_with_its_family_on_one_page(worker):
    family = [
        PersonData(role="mother", given_name="Ada", family_name="Beispiel", custodial=True),
        PersonData(role="child", given_name="Mia", family_name="Beispiel"),
        PersonData(role="child", given_name="Ole"),
        PersonData(role="father", family_name="Muster"),
    ]
    case = opened(worker, referral="school", concern="Mia geht nicht zur Schule", persons=family)
    assert case.worker == worker.person
    assert [p.letter for p in case.persons.order_by("letter")] == ["K1", "K2", "M", "V"]
    assert Entry.objects.filter(verb="open_case", model="cases.caseperson").count() == 4


def test_a_file_number_exists_once(worker):
    opened(worker)
    with pytest.raises(RuleViolation, match="gibt es schon") as refused:
        opened(worker)
    assert refused.value.field == "number"


def test_a_case_does_not_begin_tomorrow(worker):
    with pytest.raises(RuleViolation, match="Zukunft"):
        opened(worker, begins=worker.today + timedelta(days=1))


def test_the_lead_registers_for_a_worker_only(nord, worker):
    with acting(nord, Role.ASD_LEAD) as lead:
        with pytest.raises(RuleViolation, match="keine Fachkraft"):
            opened(lead)
        assert opened(lead, worker=worker.person).worker == worker.person


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({}, "Vornamen oder einen Nachnamen"),
        ({"given_name": "Mia", "birth_date": 1}, "liegt in der Zukunft"),
        ({"given_name": "Mia", "birth_date": -60_000}, "zu weit zurück"),
    ],
)
def test_a_person_needs_a_name_and_a_possible_birth_date(worker, case, data, sentence):
    if "birth_date" in data:
        data = data | {"birth_date": worker.today + timedelta(days=data["birth_date"])}
    with pytest.raises(RuleViolation, match=sentence):
        persons.add_person(actor=worker, case=case, role="child", **data)


def test_r17_another_role_gives_another_letter_and_a_taken_one_is_skipped(worker, case):
    first = persons.add_person(actor=worker, case=case, role="partner", given_name="Pit")
    second = persons.add_person(actor=worker, case=case, role="partner", given_name="Per")
    assert (first.letter, second.letter) == ("P", "P2")
    changed = persons.change_person(actor=worker, person=first, role="father", given_name="Pit", family_name="Neu")
    assert changed.letter == "V" and CasePerson.objects.get(pk=first.pk).family_name == "Neu"


def test_someone_on_whom_something_hangs_is_not_removed(worker, case):
    child = persons.add_person(actor=worker, case=case, role="child", given_name="Mia")
    notes.write_note(actor=worker, case=case, happened_on=worker.today, text="…", entrusted=True, confider=child)
    with pytest.raises(RuleViolation, match="hängen schon Einträge"):
        persons.remove_person(actor=worker, person=child)
    other = persons.add_person(actor=worker, case=case, role="child", given_name="Ole")
    persons.remove_person(actor=worker, person=other)
    assert list(case.persons.values_list("letter", flat=True)) == ["K1"]


def test_phases_follow_each_other(worker, case):
    first, second = worker.today - timedelta(days=20), worker.today - timedelta(days=5)
    phases.begin_phase(actor=worker, case=case, kind="clarification", begins=first)
    phases.begin_phase(actor=worker, case=case, kind="planning", begins=second)
    assert list(CasePhase.objects.values_list("kind", "ends")) == [
        ("clarification", second - timedelta(days=1)),
        ("planning", None),
    ]
    for day, sentence in ((second, "späteren Tag"), (worker.today + timedelta(days=1), "Zukunft")):
        with pytest.raises(RuleViolation, match=sentence):
            phases.begin_phase(actor=worker, case=case, kind="help", begins=day)
    phases.undo_phase(actor=worker, case=case)
    assert CasePhase.objects.get().ends is None


def test_r20_the_phase_of_risk_is_no_phase_of_a_case():
    assert not {k for k in CasePhase.Kind if "risk" in k or "efährd" in k.label}


def test_an_end_closes_phase_and_references_and_can_be_taken_back(worker, case):
    phases.begin_phase(actor=worker, case=case, kind="help", begins=worker.today)
    register.close_case(actor=worker, case=case, ends=worker.today, end_reason="done")
    assert case.phases.get().ends == worker.today
    assert case.assignments.get().reference.ends == worker.today
    reopened = register.reopen_case(actor=worker, case=case)
    assert (reopened.ends, reopened.end_reason) == (None, "")


# R18, § 65: what was confided


def entrusted(worker, case, **fields) -> CaseNote:
    return notes.write_note(
        actor=worker, case=case, happened_on=worker.today, text="Nur für Sie", entrusted=True, **fields
    )


def test_r18_a_confided_note_is_its_authors_alone(nord, worker, case):
    note = entrusted(worker, case)
    plain = notes.write_note(actor=worker, case=case, happened_on=worker.today, text="Hausbesuch")
    lead, stand_in = colleague(nord, Role.ASD_LEAD, "Lea Leitung"), colleague(nord)
    with bound(nord):
        handover.set_stand_in(actor=worker, stand_in=stand_in.person, begins=worker.today, ends=worker.today)
        assert set(note_policy.rows(worker)) == {note, plain}
        assert set(note_policy.rows(lead)) == set(note_policy.rows(stand_in)) == {plain}


def test_r18_a_confided_note_is_not_opened_by_a_tick(worker, case):
    note = entrusted(worker, case)
    with pytest.raises(RuleViolation, match="bleibt anvertraut"):
        notes.change_note(actor=worker, note=note, happened_on=worker.today, text="x", entrusted=False)


def test_r18_with_a_hand_over_confided_notes_stay_behind(nord, worker, case):
    stays, goes = entrusted(worker, case), entrusted(worker, case)
    plain = notes.write_note(actor=worker, case=case, happened_on=worker.today, text="Hausbesuch")
    after = colleague(nord)
    with bound(nord):
        handover.hand_over(
            actor=worker,
            case=case,
            worker=after.person,
            transferred_on=worker.today,
            notes=[goes],
            ground="endangerment",
            why="Neue Verletzungen, die Notiz nennt den Hergang",
        )
        assert set(note_policy.rows(after)) == {goes, plain}
        assert set(note_policy.rows(worker)) == {stays, goes}  # the author keeps what was confided, and nothing else
        passing = NotePassing.objects.get()
        assert (passing.recipient, passing.ground, passing.passed_by) == (after.person, "endangerment", worker.person)
        assert not CaseFile.objects.filter(worker=worker.person).exists()


def test_r18_the_author_passes_a_note_on_later(nord, worker, case):
    note = entrusted(worker, case)
    after = colleague(nord)
    with bound(nord):
        handover.hand_over(actor=worker, case=case, worker=after.person, transferred_on=worker.today)
        notes.pass_note(actor=worker, note=note, recipient=after.person, ground="consent", why="Am Telefon, heute")
        assert note in note_policy.rows(after)


@pytest.mark.parametrize(
    ("ground", "why", "sentence"),
    [("", "x", "Nennen Sie die Grundlage"), ("consent", " ", "wann und wie"), ("endangerment", "", "Anhaltspunkte")],
)
def test_r18_a_note_does_not_pass_on_without_ground_and_reason(nord, worker, case, ground, why, sentence):
    note, after = entrusted(worker, case), colleague(nord)
    with bound(nord), pytest.raises(RuleViolation, match=sentence):
        notes.pass_note(actor=worker, note=note, recipient=after.person, ground=ground, why=why)


def test_r18_nobody_but_who_was_confided_in_passes_a_note_on(nord, worker, case):
    note = entrusted(worker, case)
    lead = colleague(nord, Role.ASD_LEAD, "Lea Leitung")
    other = colleague(nord)
    with bound(nord):
        with pytest.raises(Denied):
            notes.pass_note(actor=other, note=note, recipient=lead.person, ground="consent", why="x")
        with pytest.raises(RuleViolation, match="Nur wem etwas anvertraut"):
            handover.hand_over(
                actor=lead, case=case, worker=other.person, transferred_on=lead.today, notes=[note], ground="consent",
                why="x",
            )  # fmt: skip


def test_a_note_is_not_of_tomorrow_and_not_empty(worker, case):
    for changes, sentence in (
        ({"happened_on": worker.today + timedelta(days=1)}, "Zukunft"),
        ({"text": "  "}, "Schreiben Sie etwas auf"),
        ({"confider": make.person(case)}, "nur bei anvertrauten"),
        ({"entrusted": True, "confider": make.person(make.case())}, "anderen Fall"),
    ):
        with pytest.raises(RuleViolation, match=sentence):
            notes.write_note(actor=worker, case=case, **{"happened_on": worker.today, "text": "x"} | changes)


# Hand-over and stand-in


def test_a_case_goes_only_to_someone_with_the_role(nord, worker, case):
    stranger, finance = person("Fremde Person"), colleague(nord, Role.FINANCE, "Fina Finanz")
    with bound(nord):
        for who in (stranger.pk, finance.person):
            with pytest.raises(RuleViolation, match="keine Fachkraft"):
                handover.hand_over(actor=worker, case=case, worker=who, transferred_on=worker.today)
        with pytest.raises(RuleViolation, match="schon zuständig"):
            handover.hand_over(actor=worker, case=case, worker=worker.person, transferred_on=worker.today)


def test_a_stand_in_works_in_the_case_for_the_days_and_hands_nothing_over(nord, worker, case):
    other = colleague(nord)
    with bound(nord):
        row = handover.set_stand_in(
            actor=worker, stand_in=other.person, begins=worker.today, ends=worker.today + timedelta(days=3)
        )
        persons.add_person(actor=other, case=case, role="child", given_name="Mia")
        with pytest.raises(Denied):
            handover.hand_over(actor=other, case=case, worker=other.person, transferred_on=other.today)
        handover.end_stand_in(actor=worker, row=row)
        with pytest.raises(Denied):
            persons.add_person(actor=other, case=case, role="child", given_name="Ole")


def test_a_stand_in_is_another_worker_with_dates_ahead(nord, worker):
    finance = colleague(nord, Role.FINANCE, "Fina Finanz")
    yesterday = worker.today - timedelta(days=1)
    with bound(nord):
        for who, ends, sentence in (
            (worker.person, worker.today, "vertritt sich selbst"),
            (finance.person, worker.today, "keine Fachkraft"),
            (finance.person, yesterday, "vorbei"),
        ):
            with pytest.raises(RuleViolation, match=sentence):
                handover.set_stand_in(actor=worker, stand_in=who, begins=yesterday, ends=ends)


def test_86c_another_office_takes_over_and_the_case_ends(worker, case):
    handover.announce_transfer(
        actor=worker, case=case, office_name="Jugendamt Weststadt", announced_on=worker.today, remark="Zieht um"
    )
    with pytest.raises(RuleViolation, match="schon angekündigt"):
        handover.announce_transfer(actor=worker, case=case, office_name="Anderes", announced_on=worker.today)
    handover.record_talk(actor=worker, case=case, talk_on=worker.today + timedelta(days=7))
    handover.accept_transfer(actor=worker, case=case, accepted_on=worker.today)
    case.refresh_from_db()
    assert (case.ends, case.end_reason) == (worker.today, "moved")
    with pytest.raises(RuleViolation, match="keine Übergabe"):
        handover.withdraw_transfer(actor=worker, case=case)
