"""The conference room: who may do what in it, what a reader gets, and that nobody overwrites another (R6, R17, R20, R22, R23)."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cases.models import EmergencyAccess, Item, SheetEntry, SheetText
from cases.queries.preparation import findings_of
from cases.queries.room import Questions, room_for
from cases.usecases import blocks, preparation, room
from cases.usecases.protection import raise_concern
from cases.web.room_live import delivery
from cases.web.room_parts import marks_of
from kernel.access.actor import Actor
from kernel.access.errors import AlreadySubmitted, Conflict, Denied, RuleViolation
from kernel.access.policy import Policy
from kernel.keys import uuid7
from kernel.tenancy.place import Place, transaction_in
from tenants.registry.models import Organisation
from tests.factories import cases as make_cases
from tests.factories import conferences, contracts
from tests.factories.rooms import Round, a_round

pytestmark = [pytest.mark.django_db, pytest.mark.urls("project.urls_office")]


@pytest.fixture
def scene(nord: Place) -> Iterator[Round]:
    """In one transaction of the office, as a use case has it."""
    made = a_round(nord)
    with transaction_in(nord):
        yield made


def idea(scene: Round, actor: Actor | None = None, text: str = "Der Großvater bringt K1", **given: Any) -> SheetEntry:
    fields = {"item": scene.item, "kind": "idea", "text": text, "key": uuid7()} | given
    return room.contribute(actor=actor or scene.helper, **fields)  # type: ignore[no-any-return]


def test_everyone_of_the_team_contributes_and_what_is_sent_twice_is_kept_once(scene: Round) -> None:
    """R22: ideas come from all, at once."""
    key = uuid7()
    for actor in (scene.helper, scene.moderator, scene.presenter):
        idea(scene, actor)
    idea(scene, key=key)
    with pytest.raises(AlreadySubmitted):
        idea(scene, key=key)
    assert scene.item.entries.filter(kind="idea").count() == 4
    assert scene.item.entries.filter(organisation="alpha").count() == 2


def test_who_is_not_in_the_team_of_that_day_contributes_nothing(scene: Round) -> None:
    """R23: neither a stranger, nor who came after the session's date, nor who has left."""
    with pytest.raises(Denied):
        idea(scene, scene.stranger)
    member = scene.item.district.team.get(person=scene.helper.person)
    member.begins = scene.item.session.held_on + timedelta(days=1)
    member.save()
    with pytest.raises(Denied):
        idea(scene)


def test_goals_are_the_familys_and_written_by_the_presenter(scene: Round) -> None:
    with pytest.raises(RuleViolation, match="einbringt"):
        idea(scene, kind="action")
    assert idea(scene, scene.presenter, kind="action").kind == "action"


def test_an_entry_is_changed_by_its_author_only_and_with_its_version(scene: Round) -> None:
    mine = idea(scene)
    for other in (scene.presenter, scene.moderator):
        with pytest.raises(Denied):
            room.rewrite_entry(actor=other, entry=mine, text="anders")
    room.rewrite_entry(actor=scene.helper, entry=mine, version=mine.version, text="besser")
    with pytest.raises(Conflict):
        room.rewrite_entry(actor=scene.helper, entry=mine, version=mine.version, text="älter")
    mine.refresh_from_db()
    assert mine.text == "besser"


def test_a_selected_idea_is_not_taken_back(scene: Round) -> None:
    mine = idea(scene)
    room.select_idea(actor=scene.presenter, entry=mine, selected=True)
    with pytest.raises(RuleViolation, match="ausgewählt"):
        room.withdraw_entry(actor=scene.helper, entry=mine)
    room.select_idea(actor=scene.presenter, entry=mine, selected=False)
    room.withdraw_entry(actor=scene.helper, entry=mine)
    assert not SheetEntry.objects.filter(pk=mine.pk).exists()


def test_only_who_brought_it_in_selects_and_nobody_votes(scene: Round) -> None:
    """R6, R22."""
    proposed = idea(scene)
    for other in (scene.helper, scene.moderator):
        with pytest.raises(Denied):
            room.select_idea(actor=other, entry=proposed, selected=True)
    with pytest.raises(RuleViolation):
        room.select_idea(actor=scene.presenter, entry=scene.item.entries.get(kind="action"), selected=True)


def test_the_moderator_leads_and_the_presenter_does_not(scene: Round) -> None:
    """R23."""
    room.go_to_step(actor=scene.moderator, item=scene.item, step=6)
    room.start_clock(actor=scene.moderator, item=scene.item)
    for verb, given in ((room.go_to_step, {"step": 2}), (room.start_clock, {}), (room.finish, {})):
        for other in (scene.presenter, scene.helper):
            with pytest.raises(Denied):
                verb(actor=other, item=scene.item, **given)
    with pytest.raises(RuleViolation, match="1 bis 9"):
        room.go_to_step(actor=scene.moderator, item=scene.item, step=10)
    scene.item.refresh_from_db()
    assert scene.item.step == 6 and scene.item.opened_at


def test_a_moderator_who_presents_does_not_moderate_the_own_item(scene: Round) -> None:
    Item.objects.filter(pk=scene.item.pk).update(presenter=scene.moderator.person)
    with pytest.raises(Denied):
        room.finish(actor=scene.moderator, item=scene.item)
    found = room_for(scene.moderator, scene.item.pk)
    assert found and not found.rights.may_moderate


@pytest.mark.parametrize("missing", ["will", "goals"])
def test_without_will_or_goals_it_was_no_consultation(scene: Round, missing: str) -> None:
    """R22: steps 3 and 4 must hold something."""
    if missing == "will":
        scene.item.texts.filter(step="will").delete()
    else:
        scene.item.entries.filter(kind="action").delete()
    with pytest.raises(RuleViolation, match="Wille|Ziel"):
        room.finish(actor=scene.moderator, item=scene.item)


def test_after_the_end_nobody_contributes_and_the_team_still_reads(scene: Round) -> None:
    room.finish(actor=scene.moderator, item=scene.item)
    scene.item.refresh_from_db()
    assert scene.item.state == "consulted"
    with pytest.raises((RuleViolation, Denied)):
        idea(scene)
    found = room_for(scene.helper, scene.item.pk)
    assert found and not found.rights.may_contribute


def test_duties_stand_in_place_of_the_will(scene: Round) -> None:
    Item.objects.filter(pk=scene.item.pk).update(duties=True)
    with pytest.raises(RuleViolation, match="Auflagen"):
        room.finish(actor=scene.moderator, item=scene.item)
    conferences.text(scene.item, "duties", "K1 wird täglich gesehen.")
    room.finish(actor=scene.moderator, item=scene.item)


def write(scene: Round, seen: int, text: str = "Neu", step: str = "situation", **given: Any) -> SheetText:
    given = {"item": scene.item, "step": step, "text": text, "seen": seen} | given
    return preparation.write_text(actor=scene.presenter, **given)  # type: ignore[no-any-return]


def test_two_writers_never_overwrite_each_other(scene: Round) -> None:
    first = write(scene, 0)
    with pytest.raises(Conflict):
        write(scene, 0, "Auch neu")
    write(scene, first.version, "Zusammen")
    with pytest.raises(Conflict):
        write(scene, first.version, "Zu spät")
    assert scene.item.texts.get(step="situation").text == "Zusammen"
    with pytest.raises(Denied):
        preparation.write_text(actor=scene.helper, item=scene.item, step="will", text="x", seen=1)


@pytest.mark.parametrize("text", ["Mit Jolanda reden", "Frau Beispiel fragen", "Jolandas Rad reparieren"])
def test_who_works_on_the_case_is_told_which_word_is_a_name(scene: Round, text: str) -> None:
    """R17."""
    with pytest.raises(RuleViolation, match="Jolanda|Beispiel"):
        idea(scene, scene.presenter, text)
    mine = idea(scene, scene.presenter)
    with pytest.raises(RuleViolation, match="Kürzel"):
        room.rewrite_entry(actor=scene.presenter, entry=mine, text=text)


def test_everybody_else_gets_an_answer_that_confirms_no_name(scene: Round) -> None:
    """R17: the same sentence for the family's name and for any other, the same silence for a bare first name."""
    answers = []
    for name in ("Beispiel", "Niemand"):
        with pytest.raises(RuleViolation) as refused:
            idea(scene, scene.helper, f"Mit Frau {name} reden")
        answers.append(refused.value.message.replace(name, "*"))
    assert answers[0] == answers[1]
    for text in ("0171 2345678 anrufen", "Wohnt Am Markt 3", "Mail an kim@post.example"):
        with pytest.raises(RuleViolation, match="sieht nach"):
            idea(scene, scene.moderator, text)
    for text in ("Mit Jolanda reden", "Mit Isolde reden", "Im Januar 2027 neu sehen", "Der Familie Zeit geben"):
        assert idea(scene, scene.helper, text)


def test_a_name_that_slipped_through_is_marked_for_the_presenter_only(scene: Round) -> None:
    """R17: who knows the names puts the letter in its place; for nobody else anything stands out."""
    slipped, harmless = idea(scene, text="Mit Jolanda reden"), idea(scene, text="Mit Isolde reden")
    shown = {}
    for name in ("presenter", "helper", "moderator"):
        found = room_for(getattr(scene, name), scene.item.pk)
        assert found
        parts = delivery(found, {})["parts"]
        shown[name] = {p["key"] for p in parts if "Kürzel einsetzen" in p["html"]}
    assert shown == {"presenter": {f"entry-{slipped.pk}"}, "helper": set(), "moderator": set()}
    place = next(f for f in findings_of(scene.item) if f.place.pk == slipped.pk)
    assert place.place.pk != harmless.pk
    preparation.replace_find(actor=scene.presenter, item=scene.item, finding=place.key, letter=place.found.letter)
    slipped.refresh_from_db()
    assert slipped.text == f"Mit {place.found.letter} reden"


def test_what_the_map_says_is_no_trace(scene: Round) -> None:
    """R24: it is open to everybody; what is written beside it is looked at."""
    known = make_cases.resource(scene.item.district, name="Nachhilfe bei Frau Muster")
    assert idea(scene, kind="social", text=known.name, resource=known)
    with pytest.raises(RuleViolation, match="sieht nach"):
        idea(scene, kind="social", text=f"{known.name}, Tel. 0171 2345678", resource=known)


def test_a_block_names_who_helps_but_not_the_family(scene: Round) -> None:
    """R17, R22."""
    given = {"item": scene.item, "what": "Begleitet den Schulweg"}
    made = blocks.add_block(actor=scene.presenter, who="Frau Muster, Familienhilfe", **given)
    with pytest.raises(RuleViolation, match="Jolanda") as refused:
        blocks.change_block(actor=scene.presenter, block=made, who="Jolanda und die Nachbarin", what="Gehen zusammen")
    assert refused.value.field == "who"


def test_a_block_shows_what_its_line_has_left(scene: Round) -> None:
    """Two blocks take from the same line; a provider's worker sees that only of the own provider's line."""
    contracts.engagement("beta")
    line = contracts.line(organisation="beta", minutes=600)
    given = {"item": scene.item, "who": "Familienhilfe", "what": "Morgens begleiten"}
    for weeks in (4, 8):
        blocks.add_block(actor=scene.presenter, **given, line=line, minutes_a_week=60, weeks=weeks)
    found = room_for(scene.presenter, scene.item.pk)
    assert found and (found.left[line.pk].minutes, found.left[line.pk].after, found.left[line.pk].missing) == (
        600,
        -120,
        120,
    )
    assert {b.organisation for b in found.blocks.values()} == {"beta"}
    seen = room_for(scene.helper, scene.item.pk)
    assert seen and not seen.left and len(seen.blocks) == 2
    with pytest.raises(Denied):
        blocks.add_block(actor=scene.helper, **given)
    with pytest.raises(RuleViolation, match="gehören zusammen"):
        blocks.add_block(actor=scene.presenter, **given, minutes_a_week=60)
    with pytest.raises(RuleViolation, match="anderen Träger"):
        blocks.add_block(actor=scene.presenter, **given, line=line, organisation=Organisation.objects.get(pk="alpha"))


def test_the_review_lies_ahead(scene: Round) -> None:
    with pytest.raises(RuleViolation):
        room.set_review(actor=scene.presenter, item=scene.item, review_on=scene.presenter.today)
    room.set_review(actor=scene.presenter, item=scene.item, review_on=scene.presenter.today + timedelta(days=90))
    with pytest.raises(Denied):
        room.set_review(actor=scene.helper, item=scene.item, review_on=None)


def test_a_concern_takes_the_item_out_of_the_room_for_everybody(scene: Round) -> None:
    """R20."""
    raise_concern(actor=scene.helper, item=scene.item)
    for actor in (scene.helper, scene.moderator, scene.presenter):
        assert room_for(actor, scene.item.pk) is None


def test_a_stranger_has_no_room(scene: Round) -> None:
    assert room_for(scene.stranger, scene.item.pk) is None


def test_a_delivery_holds_only_what_is_new_and_no_name(scene: Round) -> None:
    """R17: letters and age bands, nothing by which the case could be found."""
    found = room_for(scene.helper, scene.item.pk)
    assert found
    first = delivery(found, {})
    assert "Jolanda" not in str(first) and scene.item.case.number not in str(first)
    known = marks_of(found)
    fresh = idea(scene)
    again = room_for(scene.helper, scene.item.pk, known)
    assert again
    second = delivery(again, known)
    assert [p["key"] for p in second["parts"]] == [f"entry-{fresh.pk}"] and second["gone"] == []
    assert second["cursor"] != first["cursor"]
    room.withdraw_entry(actor=scene.helper, entry=fresh)
    left = room_for(scene.helper, scene.item.pk, marks_of(again))
    assert left and delivery(left, marks_of(again))["gone"] == [f"entry-{fresh.pk}"]


def test_questions_that_are_asked_again_hold_nothing_of_the_moment(scene: Round) -> None:
    """A stream keeps its SQL: what a right depends on is the actor's, of the day, or the database's own clock."""
    for policy in Policy.all:
        for permission in policy.permissions:
            for actor in (scene.presenter, scene.helper, scene.moderator):
                if policy.allows(actor, permission):
                    first, again = (str(policy.rows(actor, permission).query) for _ in range(2))
                    assert first == again, permission


def test_a_right_that_ends_ends_the_room_for_questions_built_before(scene: Round) -> None:
    """R17, R23: membership of the team, and an emergency that runs out."""
    asked = {a: Questions(a, scene.item.pk) for a in (scene.helper, scene.stranger)}
    opened = make_cases.emergency(scene.item.case, person=scene.stranger.person)
    for actor, questions in asked.items():
        assert room_for(actor, scene.item.pk, asked=questions)
    EmergencyAccess.objects.filter(pk=opened.pk).update(
        opened_at=timezone.now() - timedelta(days=2), expires_at=timezone.now() - timedelta(seconds=1)
    )
    scene.item.district.team.filter(person=scene.helper.person).update(ends=scene.helper.today - timedelta(days=1))
    for actor, questions in asked.items():
        assert room_for(actor, scene.item.pk, asked=questions) is None


def test_the_room_asks_the_database_the_same_however_much_is_in_it(scene: Round) -> None:
    def count() -> int:
        with CaptureQueriesContext(connection) as seen:
            room_for(scene.helper, scene.item.pk)
        return len(seen)

    idea(scene)
    before = count()
    for _ in range(3):
        idea(scene)
    assert count() == before
