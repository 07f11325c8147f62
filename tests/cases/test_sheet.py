"""The consultation sheet: who may see it, with which names, and who may write in it (R6, R17, R19, R22, R23)."""

from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.http import Http404
from django.test.utils import CaptureQueriesContext

from cases.models import CaseFile, CasePerson, Item
from cases.policy.items import ItemPerm, item_policy
from cases.queries.sheet import age_band, sheet_for
from contracts.models import District
from kernel import clock
from kernel.access.actor import Actor, Role
from kernel.audit.reads import collecting
from kernel.tenancy.place import Place, transaction_in
from tests.factories import cases, conferences, contracts, people

pytestmark = pytest.mark.django_db


@dataclass
class Scene:
    """A district with a team of the office's worker and one of alpha's, a case with two parents, an item today."""

    worker: Actor
    helper: Actor
    district: District
    case: CaseFile
    child: CasePerson
    mother: CasePerson
    father: CasePerson
    item: Item


@pytest.fixture
def scene(nord: Place) -> Iterator[Scene]:
    worker = people.actor(nord, Role.CASE_WORKER)
    helper = people.actor(nord, Role.PROVIDER_WORKER, "alpha")
    with transaction_in(nord), collecting():
        where = contracts.district()
        conferences.team_member(where, worker.person)
        conferences.team_member(where, helper.person, "alpha")
        case = cases.case(where, worker=worker.person)
        today = clock.today()
        child = cases.person(case, birth_date=today.replace(day=1) - timedelta(days=365 * 12), given_name="Mira")
        mother = cases.person(case, "mother", custodial=True, given_name="Jana")
        father = cases.person(case, "father", custodial=True, given_name="Timo")
        yield Scene(worker, helper, where, case, child, mother, father, conferences.item(case))


def names(sheet: Any) -> set[str]:
    return {p.name for p in sheet.persons if p.name}


def test_the_team_sees_letters_and_age_bands_and_nothing_else_of_the_family(scene: Scene) -> None:  # R17
    sheet = sheet_for(scene.helper, scene.item)
    assert [(p.letter, p.role, p.age_band, p.name) for p in sheet.persons] == [
        ("C1", "child", "10–13 Jahre", ""),
        ("F3", "father", "", ""),
        ("M2", "mother", "", ""),
    ]
    told = repr([getattr(sheet, f.name) for f in fields(sheet)])
    for secret in ("Mira", "Jana", "Timo", scene.case.number, str(scene.case.pk), str(scene.child.pk)):
        assert secret not in told
    assert sheet.text("will") == "Ich will in meiner Klasse bleiben."
    assert (sheet.may_contribute, sheet.may_select, sheet.may_prepare, sheet.may_decide) == (True, False, False, False)


def test_the_worker_of_the_case_prepares_selects_and_decides(scene: Scene) -> None:  # R6, R22
    sheet = sheet_for(scene.worker, scene.item)
    assert (sheet.may_prepare, sheet.may_select, sheet.may_decide, sheet.may_contribute) == (True, True, True, True)
    assert names(sheet) == set()  # the sheet is on the projector: also its presenter reads letters


@pytest.mark.parametrize("state", ["registered", "checked", "rejected", "withdrawn", "moved"])
def test_the_team_knows_nothing_of_an_item_that_is_on_no_agenda(scene: Scene, state: str) -> None:  # R17, R20
    Item.objects.filter(pk=scene.item.pk).update(state=state)
    with pytest.raises(Http404):
        sheet_for(scene.helper, scene.item)
    assert sheet_for(scene.worker, scene.item).state == state


def test_who_left_the_team_sees_nothing_more(scene: Scene) -> None:  # R19
    scene.district.team.filter(person=scene.helper.person).update(ends=clock.today() - timedelta(days=1))
    with pytest.raises(Http404):
        sheet_for(scene.helper, scene.item)


def test_a_place_in_the_team_for_one_provider_does_not_serve_another(nord: Place, scene: Scene) -> None:  # R19
    scene.district.team.filter(person=scene.helper.person).update(organisation="beta")
    with pytest.raises(Http404):
        sheet_for(scene.helper, scene.item)
    scene.district.team.filter(person=scene.helper.person).update(organisation=None)  # as if of the office
    with pytest.raises(Http404):
        sheet_for(scene.helper, scene.item)


def test_who_joined_after_the_session_reads_and_does_not_contribute(scene: Scene) -> None:  # R23
    held = scene.item.session
    assert held
    held.held_on = clock.today() - timedelta(days=7)
    held.save()
    scene.district.team.filter(person=scene.helper.person).update(begins=clock.today() - timedelta(days=1))
    assert not sheet_for(scene.helper, scene.item).may_contribute


def test_a_moderator_who_presents_does_not_moderate_the_own_item(scene: Scene) -> None:  # R23
    held = scene.item.session
    assert held
    held.moderator = scene.worker.person
    held.save()
    assert not sheet_for(scene.worker, scene.item).may_moderate
    held.moderator = scene.helper.person
    held.save()
    assert sheet_for(scene.helper, scene.item).may_moderate


def test_names_open_for_the_named_reader_only_and_only_of_the_person_concerned(scene: Scene) -> None:  # R17
    Item.objects.filter(pk=scene.item.pk).update(mode="identified")
    given = conferences.consent(scene.mother, (scene.helper.person, "alpha"), givers=(scene.mother,))
    assert names(sheet_for(scene.helper, scene.item)) == {"Jana Beispiel"}
    assert names(sheet_for(scene.worker, scene.item)) == set()
    given.revoked_at, given.revoked_by = clock.now(), scene.worker.person  # between two reads
    given.save()
    assert names(sheet_for(scene.helper, scene.item)) == set()


def test_a_childs_name_needs_both_parents_with_custody(scene: Scene) -> None:  # R17
    Item.objects.filter(pk=scene.item.pk).update(mode="identified")
    one = conferences.consent(scene.child, (scene.helper.person, "alpha"), givers=(scene.mother,))
    assert names(sheet_for(scene.helper, scene.item)) == set()
    one.givers.create(person=scene.father, given_on=clock.today())
    assert names(sheet_for(scene.helper, scene.item)) == {"Mira Beispiel"}
    scene.child.capable = True
    scene.child.save()
    assert names(sheet_for(scene.helper, scene.item)) == set()


@pytest.mark.parametrize("change", [{"begins": 1, "ends": 9}, {"begins": -9, "ends": -1}])
def test_a_consent_out_of_its_dates_opens_nothing(scene: Scene, change: dict[str, int]) -> None:  # R17
    Item.objects.filter(pk=scene.item.pk).update(mode="identified")
    dates = {name: clock.today() + timedelta(days=days) for name, days in change.items()}
    conferences.consent(scene.mother, (scene.helper.person, "alpha"), givers=(scene.mother,), **dates)
    assert names(sheet_for(scene.helper, scene.item)) == set()


def test_with_letters_agreed_a_consent_opens_nothing(scene: Scene) -> None:  # R17
    conferences.consent(scene.mother, (scene.helper.person, "alpha"), givers=(scene.mother,))
    assert names(sheet_for(scene.helper, scene.item)) == set()


def test_a_legal_basis_stands_in_place_of_a_consent(scene: Scene) -> None:  # R17
    Item.objects.filter(pk=scene.item.pk).update(mode="identified")
    conferences.consent(
        scene.child, (scene.helper.person, "alpha"), kind="law", law="§ 69 Abs. 1 SGB X", informed_on=None
    )
    assert names(sheet_for(scene.helper, scene.item)) == {"Mira Beispiel"}


@pytest.mark.parametrize(
    "role", [Role.FINANCE, Role.PLANNER, Role.AUDITOR, Role.OFFICE_ADMIN, Role.COORDINATOR, Role.PROVIDER_MANAGER]
)
def test_by_other_roles_nobody_sees_a_sheet_even_as_a_member(nord: Place, scene: Scene, role: Role) -> None:
    organisation = "alpha" if role.of_provider else None
    someone = people.actor(nord, role, organisation)
    with transaction_in(nord):
        conferences.team_member(scene.district, someone.person, organisation)
        assert not item_policy.allows(someone, ItemPerm.VIEW)


def test_no_role_of_a_provider_decides(scene: Scene) -> None:  # R6
    assert not any(item_policy.allows_role(role, ItemPerm.DECIDE) for role in Role if role.of_provider)


def test_a_case_whose_term_is_over_shows_no_sheet(scene: Scene) -> None:
    CaseFile.objects.filter(pk=scene.case.pk).update(restricted_on=clock.today())
    for reader in (scene.helper, scene.worker):
        with pytest.raises(Http404):
            sheet_for(reader, scene.item)


def test_what_is_missing_is_said(scene: Scene) -> None:  # R22
    assert sheet_for(scene.worker, scene.item).missing == []
    scene.item.entries.all().delete()
    scene.item.texts.filter(step="will").update(text=" ")
    assert sheet_for(scene.worker, scene.item).missing == [
        "Schritt 3: der Wille in eigenen Worten",
        "Schritt 4: mindestens ein Ziel",
    ]
    Item.objects.filter(pk=scene.item.pk).update(duties=True)
    assert sheet_for(scene.worker, scene.item).missing[0] == "Schritt 3: die Auflagen"


def test_a_sheet_costs_the_same_however_long_it_is(scene: Scene) -> None:
    Item.objects.filter(pk=scene.item.pk).update(mode="identified")
    conferences.consent(scene.mother, (scene.helper.person, "alpha"), givers=(scene.mother,))
    counts = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as seen:
            sheet_for(scene.helper, scene.item)
        counts.append(len(seen))
        for n in range(3):
            conferences.entry(scene.item, "idea", f"Idee {n}")
            conferences.consent(scene.mother, (scene.helper.person, "alpha"), givers=(scene.mother,))
            cases.person(scene.case, "relative")
    assert counts[0] <= 8
    assert counts[0] == counts[1]


def test_age_bands() -> None:
    today = clock.today()
    assert age_band(None, today) == ""
    assert age_band(today - timedelta(days=366), today) == "0–2 Jahre"
    assert age_band(today.replace(year=today.year - 14), today) == "14–17 Jahre"
    assert age_band(today.replace(year=today.year - 70), today) == "ab 60 Jahren"
