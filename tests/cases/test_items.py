"""Items from the concern to the agenda: the sheet, the check for names, states, consents (R17, R20, R22, R23)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest

from cases.models import CaseFile, CasePerson, Consent, Item, SheetEntry, SheetText, TeamMember
from cases.policy.consents import consent_policy
from cases.queries.preparation import findings_of, hints_on_goal, hints_on_will
from cases.queries.sheet import sheet_for
from cases.usecases import consents, items, preparation
from contracts.models import District
from kernel import clock
from kernel.access.actor import Actor, Role
from kernel.access.errors import Conflict, Denied, RuleViolation
from kernel.audit.models import Entry
from kernel.audit.reads import collecting
from kernel.keys import uuid7
from kernel.tenancy.place import Place, transaction_in
from tests.factories import cases, conferences, contracts, people

pytestmark = pytest.mark.django_db


@dataclass
class Scene:
    lead: Actor
    worker: Actor
    helper: Actor
    district: District
    case: CaseFile
    child: CasePerson
    mother: CasePerson
    father: CasePerson
    helping: TeamMember


@pytest.fixture
def scene(nord: Place) -> Iterator[Scene]:
    lead = people.actor(nord, Role.ASD_LEAD)
    worker = people.actor(nord, Role.CASE_WORKER)
    helper = people.actor(nord, Role.PROVIDER_WORKER, "alpha")
    with transaction_in(nord), collecting():
        where = contracts.district()
        conferences.team_member(where, worker.person)
        helping = conferences.team_member(where, helper.person, "alpha")
        case = cases.case(where, worker=worker.person)
        child = cases.person(case, given_name="Mira", birth_date=clock.today() - timedelta(days=3000))
        mother = cases.person(case, "mother", custodial=True, given_name="Jana")
        father = cases.person(case, "father", custodial=True, given_name="Timo")
        yield Scene(lead, worker, helper, where, case, child, mother, father, helping)


def refused(match: str, act: Any, **given: Any) -> RuleViolation:
    with pytest.raises(RuleViolation, match=match) as caught:
        act(**given)
    return caught.value


def registered(scene: Scene) -> Item:
    return items.register_item(actor=scene.worker, case=scene.case)


def write(scene: Scene, item: Item, step: str, text: str) -> SheetText:
    known = SheetText.objects.filter(item=item, step=step).first()
    return preparation.write_text(
        actor=scene.worker, item=Item.objects.get(pk=item.pk), step=step, text=text, seen=known.version if known else 0
    )


def prepared(scene: Scene) -> Item:
    item = registered(scene)
    write(scene, item, "will", "Ich will in meiner Klasse bleiben.")
    preparation.prepare_entry(actor=scene.worker, item=item, kind="action", text="K1 geht an drei Tagen hin.")
    return preparation.check_item(actor=scene.worker, item=item)


# --- From the concern to the agenda


def test_an_item_has_a_random_code_that_tells_nothing_of_the_case(scene: Scene) -> None:  # R17
    codes = {registered(scene).code for _ in range(20)}
    assert len(codes) == 20
    assert all(scene.case.number not in code and len(code) == 8 for code in codes)


def test_a_concern_goes_its_way_to_the_team(scene: Scene) -> None:  # R22, R23
    item = prepared(scene)
    assert item.state == "checked" and item.checked_by == scene.worker.person
    session = conferences.session(scene.district)
    item = items.schedule_item(actor=scene.worker, item=item, session=session)
    assert (item.state, item.position) == ("scheduled", 1)
    assert sheet_for(scene.helper, item).will.text == "Ich will in meiner Klasse bleiben."


@pytest.mark.parametrize(("missing", "step"), [("will", "Schritt 3"), ("goal", "Schritt 4")])
def test_steps_3_and_4_must_not_be_empty(scene: Scene, missing: str, step: str) -> None:  # R22
    item = prepared(scene)
    if missing == "will":
        write(scene, item, "will", "   ")
    else:
        SheetEntry.objects.filter(item=item).delete()
    session = conferences.session(scene.district)
    refused(f"Es fehlt noch {step}", items.schedule_item, actor=scene.worker, item=item, session=session)


def test_on_an_agenda_steps_3_and_4_stay_filled(scene: Scene) -> None:  # R22
    item = items.schedule_item(actor=scene.worker, item=prepared(scene), session=conferences.session(scene.district))
    refused("Lassen Sie stehen", write, scene=scene, item=item, step="will", text="")
    entry = SheetEntry.objects.get(item=item)
    refused("mindestens ein Ziel", preparation.remove_prepared_entry, actor=scene.worker, item=item, entry=entry)
    assert SheetEntry.objects.filter(item=item).exists()


def test_duties_stand_in_place_of_the_will(scene: Scene) -> None:  # R20, R22
    item = prepared(scene)
    item = items.change_item(actor=scene.worker, item=item, minutes=60, duties=True)
    session = conferences.session(scene.district)
    refused("die Auflagen", items.schedule_item, actor=scene.worker, item=item, session=session)
    write(scene, item, "duties", "K1 wird jede Woche in der Praxis gesehen.")
    assert (
        items.schedule_item(actor=scene.worker, item=Item.objects.get(pk=item.pk), session=session).state == "scheduled"
    )


def test_a_session_in_the_past_or_of_another_district_takes_no_item(scene: Scene) -> None:  # R23
    item = prepared(scene)
    given = {"actor": scene.worker, "item": item}
    past = conferences.session(scene.district, held_on=clock.today() - timedelta(days=1))
    assert refused("vorbei", items.schedule_item, session=past, **given).field == "session"
    cancelled = conferences.session(scene.district, state="cancelled")
    refused("abgesagt", items.schedule_item, session=cancelled, **given)
    refused("anderen Raum", items.schedule_item, session=conferences.session(contracts.district("Süd")), **given)


def test_who_moderates_the_session_presents_nothing_in_it(scene: Scene) -> None:  # R23
    session = conferences.session(scene.district, moderator=scene.worker.person)
    given = {"actor": scene.worker, "item": prepared(scene), "session": session}
    assert refused("Wer einbringt, moderiert nicht", items.schedule_item, **given).field == "session"


def test_without_the_check_no_agenda(scene: Scene) -> None:  # R17, R23
    given = {"actor": scene.worker, "item": registered(scene), "session": conferences.session(scene.district)}
    refused("Prüfen Sie zuerst", items.schedule_item, **given)


def test_only_who_works_on_the_case_brings_it_in(scene: Scene, nord: Place) -> None:
    stranger = people.actor(nord, Role.CASE_WORKER)
    for someone in (stranger, scene.helper, scene.lead):
        with pytest.raises(Denied):
            items.register_item(actor=someone, case=scene.case)


def test_a_case_without_persons_or_ended_brings_nothing_in(scene: Scene) -> None:
    empty = cases.case(scene.district, worker=scene.worker.person)
    refused("um wen es geht", items.register_item, actor=scene.worker, case=empty)
    ended = cases.case(scene.district, worker=scene.worker.person, ends=clock.today())
    refused("beendet", items.register_item, actor=scene.worker, case=ended)


def test_withdrawn_refused_and_back(scene: Scene) -> None:  # R23
    session = conferences.session(scene.district, moderator=scene.helper.person)
    item = items.schedule_item(actor=scene.worker, item=prepared(scene), session=session)
    refused("warum", items.refuse_item, actor=scene.lead, item=item, remark=" ")
    item = items.refuse_item(actor=scene.helper, item=item, remark="Gehört in die Erziehungsberatung.")
    assert (item.state, item.session) == ("rejected", None)
    item = items.bring_back_item(actor=scene.worker, item=item)
    assert (item.state, item.checked_at) == ("registered", None)
    assert items.withdraw_item(actor=scene.worker, item=item).state == "withdrawn"
    with pytest.raises(Denied):
        items.refuse_item(actor=scene.worker, item=item, remark="Nein")


def test_what_was_consulted_comes_back_to_the_team(scene: Scene) -> None:  # R23
    item = conferences.item(scene.case, state="consulted")
    with pytest.raises(Denied):
        items.bring_back_item(actor=scene.helper, item=item)
    assert items.bring_back_item(actor=scene.worker, item=item).state == "registered"
    assert SheetText.objects.filter(item=item, step="will").exists()


# --- The sheet and what it may betray


def test_two_windows_do_not_overwrite_each_other(scene: Scene) -> None:  # R22
    item = registered(scene)
    given = {"actor": scene.worker, "item": item, "step": "situation"}
    preparation.write_text(text="Erste Fassung", seen=0, **given)
    with pytest.raises(Conflict):
        preparation.write_text(text="Aus dem anderen Fenster", seen=0, **given)
    assert SheetText.objects.get(item=item).text == "Erste Fassung"


def test_an_entry_that_is_sent_twice_is_there_once(scene: Scene) -> None:
    item, key = registered(scene), uuid7()
    for _ in range(2):
        preparation.prepare_entry(actor=scene.worker, item=item, kind="social", text="Oma", key=key)
    assert SheetEntry.objects.filter(item=item).count() == 1
    refused("sammelt das Team", preparation.prepare_entry, actor=scene.worker, item=item, kind="idea", text="x")


def test_the_team_does_not_write_the_sheet(scene: Scene) -> None:
    item = conferences.item(scene.case)
    with pytest.raises(Denied):
        preparation.write_text(actor=scene.helper, item=item, step="situation", text="x", seen=0)


def test_names_are_shown_to_the_presenter_to_mend(scene: Scene) -> None:  # R17
    item = registered(scene)
    write(scene, item, "will", "Ich, Mira, will bleiben. Miras Freundin auch, Tel. 02931 123456.")
    preparation.prepare_entry(actor=scene.worker, item=item, kind="direction", text="Jana B. hat wieder Kraft.")
    found = findings_of(item)
    assert [(f.found.text, f.found.letter) for f in found] == [
        ("Mira", scene.child.letter),
        ("Miras", scene.child.letter),
        ("02931 123456", ""),
        ("Jana", scene.mother.letter),
    ]
    assert "4 Stellen" in refused("verraten", preparation.check_item, actor=scene.worker, item=item).message
    for one in (found[0], found[3]):
        item = preparation.replace_find(actor=scene.worker, item=item, finding=one.key, letter=one.found.letter)
    left = findings_of(item)
    assert [f.found.text for f in left] == ["Miras", "02931 123456"]
    item = preparation.replace_find(actor=scene.worker, item=item, finding=left[0].key, letter=scene.child.letter)
    (phone,) = findings_of(item)
    assert preparation.check_item(actor=scene.worker, item=item, harmless=[phone.key]).state == "checked"
    assert SheetText.objects.get(item=item).text.startswith(f"Ich, {scene.child.letter}, will bleiben.")


def test_a_foreign_letter_replaces_nothing(scene: Scene) -> None:
    item = registered(scene)
    write(scene, item, "situation", "Mira")
    (found,) = findings_of(item)
    given = {"actor": scene.worker, "item": item, "finding": found.key}
    assert refused("Kürzel aus dem Fall", preparation.replace_find, letter="Z9", **given).field == "letter"


def test_a_new_name_makes_the_check_due_again(scene: Scene) -> None:  # R17
    item = prepared(scene)
    write(scene, item, "situation", "Alles ruhig.")
    assert Item.objects.get(pk=item.pk).state == "checked"
    write(scene, item, "situation", "Mira ist ruhig.")
    assert Item.objects.get(pk=item.pk).state == "registered"


def test_on_an_agenda_no_name_slips_in(scene: Scene) -> None:  # R17
    item = items.schedule_item(actor=scene.worker, item=prepared(scene), session=conferences.session(scene.district))
    assert (
        refused("das Team liest schon mit", write, scene=scene, item=item, step="concern", text="Mira").field == "text"
    )
    given = {"actor": scene.worker, "item": item, "kind": "social", "text": "Nachbarin, Tel. 0171 2345678"}
    refused("Telefonnummer", preparation.prepare_entry, **given)


def test_hints_are_in_plain_words() -> None:  # R22
    assert hints_on_will("") == [] and hints_on_will("Ich will wieder zur Schule.") == []
    assert "Vorgabe" in hints_on_will("Ich soll pünktlich sein.")[0]
    assert "Wunsch" in hints_on_will("Ich möchte, dass alle nett sind.")[0]
    assert "Ich will" in hints_on_will("Zur Schule gehen.")[0]
    assert hints_on_goal("K1 geht drei Tage hin.", "action", clock.today()) == []
    assert len(hints_on_goal("K1 soll nicht mehr schwänzen.", "action", None)) == 4


def test_the_audit_holds_no_word_of_a_sheet(scene: Scene) -> None:
    item = registered(scene)
    write(scene, item, "situation", "Mira ist ruhig.")
    (found,) = findings_of(item)
    preparation.replace_find(actor=scene.worker, item=item, finding=found.key, letter=scene.child.letter)
    rows = Entry.objects.values_list("verb", "model", "record", "fields", "reason")
    assert rows and not any("Mira" in str(row) or "ruhig" in str(row) for row in rows)


# --- Consents


def consent(scene: Scene, about: CasePerson, *givers: CasePerson, **changes: Any) -> Consent:
    today = clock.today()
    given = {
        "case": scene.case,
        "person": about,
        "purpose": "Beratung im Team",
        "begins": today,
        "ends": today + timedelta(days=90),
        "informed_on": today,
        "recipients": [scene.helping],
        "givers": list(givers),
    }
    return consents.record_consent(actor=scene.worker, **(given | changes))


def names(scene: Scene, item: Item) -> set[str]:
    return {p.name for p in sheet_for(scene.helper, item).persons if p.name}


def test_identified_without_a_consent_is_refused(scene: Scene) -> None:  # R17
    item = registered(scene)
    assert (
        refused("Ohne Einwilligung", items.set_mode, actor=scene.worker, item=item, mode="identified").field == "mode"
    )
    conferences.consent(scene.child, (scene.helper.person, "alpha"), givers=(scene.mother,))  # one of two parents
    refused("Ohne Einwilligung", items.set_mode, actor=scene.worker, item=item, mode="identified")


def test_one_parent_does_not_do_where_two_have_custody(scene: Scene) -> None:  # R17
    with pytest.raises(RuleViolation, match=scene.father.letter) as caught:
        consent(scene, scene.child, scene.mother)
    assert caught.value.field == "givers"
    scene.child.capable = True
    scene.child.save()
    with pytest.raises(RuleViolation, match=scene.child.letter):
        consent(scene, scene.child, scene.mother, scene.father)
    row = consent(scene, scene.child, scene.mother, scene.father, scene.child)
    assert row.givers.count() == 3 and row.recipients.get().organisation_id == "alpha"


def test_nobody_consents_for_another_adult(scene: Scene) -> None:  # R17
    with pytest.raises(RuleViolation, match="selbst"):
        consent(scene, scene.mother, scene.father)
    with pytest.raises(RuleViolation, match="kann für diese Daten nicht"):
        consent(scene, scene.mother, scene.mother, scene.father)


def test_without_custody_in_the_file_nobody_can_consent_for_a_child(scene: Scene) -> None:
    CasePerson.objects.filter(case=scene.case).update(custodial=False)
    with pytest.raises(RuleViolation, match="niemand mit Sorgerecht"):
        consent(scene, scene.child, scene.mother)


@pytest.mark.parametrize(
    ("changes", "match", "field"),
    [
        ({"informed_on": None}, "ablehnen und widerrufen", "informed_on"),
        ({"recipients": []}, "Wer darf", "recipients"),
        ({"purpose": " "}, "Zweck", "purpose"),
        ({"kind": "law"}, "Vorschrift", "law"),
        ({"ends": clock.today() - timedelta(days=1)}, "Ende", "ends"),
    ],
)
def test_what_a_consent_must_say(
    scene: Scene, changes: dict, match: str, field: str
) -> None:  # R17, § 67b Abs. 2 SGB X
    with pytest.raises(RuleViolation, match=match) as caught:
        consent(scene, scene.mother, scene.mother, **changes)
    assert caught.value.field == field


def test_recipients_are_in_the_team(scene: Scene) -> None:  # R17
    foreign = conferences.team_member(contracts.district("Süd"), uuid7())
    with pytest.raises(RuleViolation, match="im Team dieses Raums"):
        consent(scene, scene.mother, scene.mother, recipients=[foreign])


def test_a_revocation_between_two_reads_closes_the_names(scene: Scene) -> None:  # R17
    item = conferences.item(scene.case)
    given = consent(scene, scene.mother, scene.mother)
    items.set_mode(actor=scene.worker, item=item, mode="identified")
    assert names(scene, item) == {"Jana Beispiel"}
    consents.revoke_consent(actor=scene.worker, consent=given)
    assert names(scene, item) == set()
    refused("schon widerrufen", consents.revoke_consent, actor=scene.worker, consent=given)
    assert Entry.objects.filter(verb="revoke_consent", record=str(given.pk)).exists()


def test_a_legal_basis_with_its_paragraph(scene: Scene) -> None:  # R17
    row = consent(scene, scene.child, kind="law", law="§ 69 Abs. 1 Nr. 1 SGB X", informed_on=None)
    assert not row.givers.exists()
    item = conferences.item(scene.case)
    items.set_mode(actor=scene.worker, item=item, mode="identified")
    assert names(scene, item) == {"Mira Beispiel"}


def test_consents_belong_to_who_works_on_the_case(scene: Scene) -> None:
    row = consent(scene, scene.mother, scene.mother)
    assert not consent_policy.rows(scene.helper).filter(pk=row.pk).exists()
    with pytest.raises(Denied):
        consents.revoke_consent(actor=scene.helper, consent=row)
