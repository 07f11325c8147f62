"""The conference room over the API: the same rules as on its pages (R6, R17, R20, R22, R23)."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from cases.models import Item
from kernel.access.actor import Actor
from kernel.audit.models import Entry
from kernel.keys import uuid7
from kernel.tenancy.place import Place, transaction_in
from tenants.people.models import Person
from tests.api.conftest import Api, fields_of
from tests.factories import contracts
from tests.factories.rooms import Round, a_round

pytestmark = pytest.mark.django_db
type Enter = Callable[[Actor], Api]


@pytest.fixture
def scene(nord: Place) -> Round:
    return a_round(nord)


@pytest.fixture
def enter(nord: Place, api: Any) -> Enter:
    return lambda actor: api(nord, who=Person(pk=actor.person))  # type: ignore[no-any-return]


def idea(scene: Round, who: Api, **given: Any) -> Any:
    body = {"item": str(scene.item.pk), "kind": "idea", "text": "Rad ausleihen", "key": str(uuid7())}
    return who.post("room-entries", body | given)


def test_the_room_is_read_with_the_rights_of_the_moment(scene: Round, enter: Enter, nord: Place) -> None:
    """R17, R20: letters only, logged, 304 while nothing changed; gone for whoever may not read on."""
    url = f"rooms/{scene.item.pk}"
    helper = enter(scene.helper)
    first = helper.get(url)
    sheet = first.json()["sheet"]
    assert [t["text"] for t in sheet["texts"] if t["step"] == "will"] == ["Ich will in meiner Klasse bleiben."]
    assert sheet["persons"][0]["name"] == "" and "Jolanda" not in first.content.decode()
    assert sheet["rights"]["may_contribute"] and not sheet["rights"]["may_select"]
    assert helper.get(url, if_none_match=first["etag"]).status_code == 304
    assert idea(scene, enter(scene.moderator)).status_code == 201
    assert helper.get(url, if_none_match=first["etag"]).status_code == 200
    assert enter(scene.stranger).get(url).status_code == 404
    with transaction_in(nord):
        read = Entry.objects.filter(model="cases.item", record=str(scene.item.pk), verb="read")
        assert read.filter(person=scene.helper.person).exists()
    assert helper.post("protections/raise", {"item": str(scene.item.pk)}).status_code == 204
    assert helper.get(url).status_code == 404 and enter(scene.presenter).get(url).status_code == 404


def test_everyone_contributes_and_only_the_author_changes_it(scene: Round, enter: Enter) -> None:
    """R22: sent twice, kept once; with versions, so that nobody overwrites another."""
    helper, presenter = enter(scene.helper), enter(scene.presenter)
    key = str(uuid7())
    made = idea(scene, helper, key=key)
    assert idea(scene, helper, key=key).status_code == 409
    assert idea(scene, presenter, key=key).status_code == 422  # another's key
    url, tag = f"room-entries/{made.json()['id']}", made["etag"]
    assert presenter.patch(url, {"text": "anders"}, if_match=tag).status_code == 403
    assert helper.patch(url, {"text": "Zwei Räder"}).status_code == 428
    changed = helper.patch(url, {"text": "Zwei Räder"}, if_match=tag)
    assert changed.json()["text"] == "Zwei Räder"
    assert helper.patch(url, {"text": "älter"}, if_match=tag).status_code == 412
    assert helper.post(f"{url}/select", {"selected": True}, if_match="*").status_code == 403
    chosen = presenter.post(f"{url}/select", {"selected": True}, if_match=changed["etag"])
    assert chosen.json()["selected"]
    refused = helper.send("DELETE", url, if_match=chosen["etag"])
    assert refused.status_code == 422 and "ausgewählt" in refused.json()["detail"]
    freed = presenter.post(f"{url}/select", {"selected": False}, if_match=chosen["etag"])
    assert helper.send("DELETE", url, if_match=freed["etag"]).status_code == 204
    assert enter(scene.stranger).get(url).status_code == 404


def test_the_sheet_of_others_is_no_way_round_the_room(scene: Round, enter: Enter) -> None:
    """R17: who does not work on the case neither writes the sheet nor learns from a refusal what is a name in it."""
    helper, presenter = enter(scene.helper), enter(scene.presenter)
    body = {"item": str(scene.item.pk), "kind": "social"}
    answers = {helper.post("sheet-entries", body | {"text": f"Mit {n} reden"}).content for n in ("Jolanda", "Isolde")}
    assert len(answers) == 1
    assert helper.post("sheet-entries", body | {"text": "Großvater"}).status_code == 403
    mine = idea(scene, helper)
    for who in (helper, presenter):
        answer = who.patch(f"sheet-entries/{mine.json()['id']}", {"text": "Jolanda"}, if_match=mine["etag"])
        assert answer.status_code == 403


def test_the_moderator_leads_and_ends_the_consultation(scene: Round, enter: Enter, nord: Place) -> None:
    """R22, R23."""
    url, presenter, moderator = f"rooms/{scene.item.pk}", enter(scene.presenter), enter(scene.moderator)
    tag = moderator.get(url)["etag"]
    assert presenter.post(f"{url}/step", {"step": 6}, if_match=tag).status_code == 403
    led = moderator.post(f"{url}/step", {"step": 6}, if_match=tag)
    assert led.json()["step"] == 6
    assert moderator.post(f"{url}/step", {"step": 10}, if_match=led["etag"]).status_code == 422
    assert moderator.post(f"{url}/clock", if_match=tag).status_code == 412
    running = moderator.post(f"{url}/clock", if_match=led["etag"])
    assert running.json()["opened_at"]
    day = scene.presenter.today + timedelta(days=90)
    past = presenter.post(f"{url}/review", {"review_on": "2020-01-01"}, if_match=running["etag"])
    assert "#/review_on" in fields_of(past)
    planned = presenter.post(f"{url}/review", {"review_on": str(day)}, if_match=running["etag"])
    assert planned.json()["review_on"] == str(day)
    assert moderator.post(f"{url}/finish", if_match=planned["etag"]).json()["state"] == "consulted"
    assert idea(scene, enter(scene.helper)).status_code in (403, 422)
    with transaction_in(nord):
        assert Item.objects.get(pk=scene.item.pk).state == "consulted"


def test_blocks_say_what_their_line_has_left(scene: Round, enter: Enter, nord: Place) -> None:
    """R6, R22: the office's to know; a block proposes only."""
    with transaction_in(nord):
        contracts.engagement("beta")
        line = contracts.line(organisation="beta", minutes=600, state="released")
    presenter, helper = enter(scene.presenter), enter(scene.helper)
    body = {"item": str(scene.item.pk), "who": "Familienhilfe", "what": "Morgens begleiten", "line": str(line.pk)}
    made = presenter.post("room-blocks", body | {"minutes_a_week": 60, "weeks": 12})
    assert made.status_code == 201, made.content
    assert (made.json()["left"]["minutes"], made.json()["left"]["after"]) == (600, -120)
    url = f"room-blocks/{made.json()['id']}"
    assert made.json()["organisation"]["key"] == "beta" and helper.get(url).json()["left"] is None
    assert helper.patch(url, {"weeks": 4}, if_match=made["etag"]).status_code == 403
    changed = presenter.patch(url, {"weeks": 4}, if_match=made["etag"])
    assert changed.json()["left"]["after"] == 360
    shown = {
        who: enter(who).get(f"rooms/{scene.item.pk}").json()["sheet"]["blocks"]
        for who in (scene.presenter, scene.helper)
    }
    assert [b["left"]["after"] for b in shown[scene.presenter]] == [360] and shown[scene.helper][0]["left"] is None
    assert presenter.patch(url, {"weeks": 0}, if_match=changed["etag"]).status_code == 422
    assert helper.post("room-blocks", body).status_code == 422  # no line to choose from
    assert helper.post("room-blocks", body | {"line": None}).status_code == 403
    assert presenter.send("DELETE", url, if_match=changed["etag"]).status_code == 204
