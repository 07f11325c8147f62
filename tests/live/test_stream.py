"""The room's stream on the real server: rights of the moment, nothing missed, nothing for others (R17, R19, R20)."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import psycopg
import pytest
from django.contrib.sessions.models import Session

from cases.models import Consent, Item, TeamMember
from cases.usecases import consents, preparation, room
from cases.usecases.protection import raise_concern
from kernel.access.actor import Actor, Role
from kernel.keys import uuid7
from kernel.live.listener import direct_login
from kernel.live.notices import CHANNEL, PAYLOAD
from kernel.tenancy.place import PORTAL, Place, transaction_in
from tenants.people.models import Instruction
from tests import database
from tests.factories import cases, conferences, people
from tests.factories.rooms import Round
from tests.live.conftest import NAME
from tests.live.service import Server, Stream, cookie_of

type Listen = Callable[..., Stream]


@pytest.fixture
def listen(server: Server, scene: Round) -> Iterator[Listen]:
    opened: list[Stream] = []

    def open_stream(actor: Actor, cursor: str = "", office: str = "nord") -> Stream:
        path = f"/live/beratungen/{scene.item.pk}/"
        opened.append(Stream(server.port, path, cookie_of(actor), office, cursor))
        return opened[-1]

    yield open_stream
    for each in opened:
        each.close()


def add(scene: Round, nord: Place, text: str = "Ein Rad leihen", actor: Actor | None = None) -> None:
    with transaction_in(nord):
        given = {"item": scene.item, "kind": "idea", "text": text, "key": uuid7()}
        room.contribute(actor=actor or scene.moderator, **given)


def words(event: Any) -> str:
    return " ".join(part["html"] for part in event.content["parts"])


def test_an_idea_appears_at_once_for_the_others(scene: Round, listen: Listen, nord: Place) -> None:
    streams = [listen(scene.helper), listen(scene.presenter)]
    for stream in streams:
        assert "Ich will in meiner Klasse bleiben." in words(stream.next("message"))
    add(scene, nord)
    for stream in streams:
        event = stream.next("message", 3)
        assert len(event.content["parts"]) == 1 and "Ein Rad leihen" in words(event)


def test_a_notice_holds_keys_only(scene: Round, nord: Place) -> None:
    with psycopg.connect(**direct_login(), autocommit=True) as ear:
        ear.execute(f"LISTEN {CHANNEL}")
        add(scene, nord, "Streng geheim")
        with transaction_in(nord):
            preparation.write_text(actor=scene.presenter, item=scene.item, step="situation", text="Auch geheim", seen=0)
            room.go_to_step(actor=scene.moderator, item=scene.item, step=5)
        heard = [notice.payload for notice in ear.notifies(timeout=3, stop_after=3)]
    assert len(heard) >= 2 and all(PAYLOAD.fullmatch(payload) for payload in heard)
    assert all(payload.startswith(f"nord {scene.item.pk} ") for payload in heard)


def test_who_comes_back_with_a_cursor_misses_nothing(scene: Round, listen: Listen, nord: Place) -> None:
    first = listen(scene.helper)
    cursor = first.next("message").cursor
    first.close()
    same = listen(scene.helper, cursor)
    assert same.next("here")
    same.close()
    add(scene, nord, "Inzwischen eingetragen")
    assert "Inzwischen eingetragen" in words(listen(scene.helper, cursor).next("message"))


def test_a_stream_of_another_office_gets_nothing(scene: Round, listen: Listen, places: dict[str, Place]) -> None:
    """The same address in the neighbour's office, and a neighbour at this one."""
    with database.scene(PORTAL):
        neighbour = people.actor(places["sued"], Role.CASE_WORKER, who=people.person("Nachbarin"))
    assert listen(neighbour, office="sued").status == 404
    assert listen(neighbour).status == 403
    assert listen(scene.stranger).status == 404


def test_without_a_session_the_stream_leads_to_the_sign_in(server: Server, scene: Round) -> None:
    stream = Stream(server.port, f"/live/beratungen/{scene.item.pk}/", "none")
    assert stream.status == 302 and "/konto/login/" in str(stream.answer.getheader("Location"))


def test_who_leaves_the_team_gets_nothing_more(scene: Round, listen: Listen, nord: Place) -> None:
    """The delivery that would have brought the next idea closes the stream instead."""
    stream = listen(scene.helper)
    stream.next("message")
    with transaction_in(nord):
        member = TeamMember.objects.get(person=scene.helper.person)
        member.ends = scene.helper.today - timedelta(days=1)
        member.save()
    add(scene, nord)
    assert stream.next("ended").data == "gone" and stream.ends()
    assert listen(scene.helper).status == 404


def test_an_expired_instruction_closes_the_stream(scene: Round, listen: Listen, nord: Place) -> None:
    """R19."""
    stream = listen(scene.helper)
    stream.next("message")
    with database.scene(PORTAL), database.set_up():
        yesterday = scene.helper.today - timedelta(days=1)
        Instruction.objects.filter(person=scene.helper.person).update(ends=yesterday)
    add(scene, nord)
    assert stream.next("ended").data == "gone"


def test_a_concern_closes_the_room_for_all_at_once(scene: Round, listen: Listen, nord: Place) -> None:
    """R20."""
    streams = [listen(actor) for actor in (scene.helper, scene.presenter, scene.moderator)]
    for stream in streams:
        stream.next("message")
    with transaction_in(nord):
        raise_concern(actor=scene.helper, item=scene.item)
    for stream in streams:
        assert stream.next("ended", 3).data == "gone"


def test_signed_out_the_stream_ends(server: Server, scene: Round, nord: Place) -> None:
    cookie = cookie_of(scene.helper)
    stream = Stream(server.port, f"/live/beratungen/{scene.item.pk}/", cookie)
    stream.next("message")
    Session.objects.filter(pk=cookie).delete()
    assert stream.nothing(2.2)  # for so long a session that was looked at holds
    add(scene, nord)
    assert stream.next("ended").data == "signed_out"


def test_a_revoked_consent_closes_the_names_in_an_open_stream_at_once(
    scene: Round, listen: Listen, nord: Place
) -> None:
    """R17: who was named in it saw the name and sees the letter with the next delivery; nobody else ever saw it."""
    with transaction_in(nord):
        mother = cases.person(scene.item.case, "mother", given_name="Jana", family_name="Muster", custodial=True)
        given = conferences.consent(mother, (scene.helper.person, "alpha"), givers=(mother,))
        Item.objects.filter(pk=scene.item.pk).update(mode=Item.Mode.IDENTIFIED)
    named, others = listen(scene.helper), [listen(scene.moderator), listen(scene.presenter)]
    assert "Jana Muster" in words(named.next("message"))
    for stream in others:
        assert "Jana" not in words(stream.next("message"))
    with transaction_in(nord):
        consents.revoke_consent(actor=scene.presenter, consent=Consent.objects.get(pk=given.pk))
    event = named.next("message", 3)
    assert [part["key"] for part in event.content["parts"]] == ["persons"]
    assert "Jana" not in words(event) and mother.letter in words(event)


def test_a_broken_connection_for_notices_is_opened_again(scene: Round, listen: Listen, nord: Place) -> None:
    stream = listen(scene.helper)
    stream.next("message")
    with psycopg.connect(database.owner_url(NAME), autocommit=True) as owner:
        owner.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'hilfenetz-live'"
        )
    add(scene, nord, "Nach der Störung")
    assert "Nach der Störung" in words(stream.next("message"))


def test_a_person_has_a_handful_of_streams_per_process(server: Server, scene: Round, listen: Listen) -> None:
    cookies = [listen(scene.helper) for _ in range(24)]
    assert {s.status for s in cookies} == {200, 429}


def test_the_server_ends_and_comes_back_with_open_streams(
    server: Server, scene: Round, listen: Listen, nord: Place
) -> None:
    stream = listen(scene.helper)
    cursor = stream.next("message").cursor
    assert server.stop() < 8
    add(scene, nord, "Während des Neustarts")
    server.start()
    assert "Während des Neustarts" in words(listen(scene.helper, cursor).next("message"))
