"""The room's pages, with and without a script (R17, R20, R22)."""

import pytest
from django.test import Client

from cases.models import Item, SheetEntry
from cases.usecases import preparation, room
from cases.usecases.protection import raise_concern
from kernel.access.actor import Actor
from kernel.audit.models import Entry
from kernel.keys import uuid7
from kernel.tenancy.place import Place, transaction_in
from tenants.people.models import Account, Person
from tests.factories import cases, people
from tests.factories.rooms import Round, a_round

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene(nord: Place) -> Round:
    return a_round(nord)


def browser(nord: Place, actor: Actor) -> Client:
    client = Client(headers={"host": "nord.hilfenetz.localhost"})
    account = Account.objects.filter(person=actor.person).first() or people.account(Person(pk=actor.person))
    client.force_login(account)
    return client


def test_the_page_shows_the_room_and_reads_are_logged(scene: Round, nord: Place) -> None:
    answer = browser(nord, scene.helper).get(f"/beratungen/{scene.item.pk}/raum/")
    text = answer.content.decode()
    assert answer.status_code == 200 and "Ich will in meiner Klasse bleiben." in text and "Jolanda" not in text
    with transaction_in(nord):
        assert Entry.objects.filter(model="cases.item", record=str(scene.item.pk), verb="read").exists()
    gone = browser(nord, scene.stranger).get(f"/beratungen/{scene.item.pk}/raum/")
    assert gone.status_code == 404 and "nicht mehr im Raum" in gone.content.decode()


def test_without_a_script_everything_works_by_forms(scene: Round, nord: Place) -> None:
    base = f"/beratungen/{scene.item.pk}/raum/"
    helper, presenter, moderator = (browser(nord, a) for a in (scene.helper, scene.presenter, scene.moderator))
    fields = {"kind": "idea", "text": "Rad ausleihen", "key": str(uuid7())}
    for _ in range(2):
        assert helper.post(f"{base}beitrag/", fields).status_code == 302
    with transaction_in(nord):
        entry = SheetEntry.objects.get(item=scene.item.pk, kind="idea")
    assert presenter.post(f"{base}beitrag/{entry.pk}/auswahl/", {"selected": "1"}).status_code == 302
    assert moderator.post(f"{base}schritt/", {"step": "7"}).status_code == 302
    assert moderator.post(f"{base}uhr/").status_code == 302
    assert presenter.post(f"{base}termin/", {"submission": str(uuid7()), "review_on": "1.3.2030"}).status_code == 302
    with transaction_in(nord):
        item, entry = Item.objects.get(pk=scene.item.pk), SheetEntry.objects.get(pk=entry.pk)
        assert (item.step, entry.selected, str(item.review_on)) == (7, True, "2030-03-01")
    form = {"submission": str(uuid7()), "version": entry.version, "text": "Zwei Räder ausleihen"}
    assert helper.post(f"{base}beitrag/{entry.pk}/", form).status_code == 302
    block = {"submission": str(uuid7()), "who": "Nachbarin", "what": "Weckt morgens"}
    assert presenter.post(f"{base}bausteine/neu/", block).status_code == 302
    assert moderator.post(f"{base}beenden/").status_code == 302
    page = helper.get(base).content.decode()
    assert "Zwei Räder ausleihen" in page and "Weckt morgens" in page and "beraten" in page


def test_a_refused_contribution_says_why_to_the_script(scene: Round, nord: Place) -> None:
    base = f"/beratungen/{scene.item.pk}/raum/beitrag/"
    fields = {"kind": "idea", "text": "x" * 601, "key": str(uuid7())}
    answer = browser(nord, scene.helper).post(base, fields, headers={"X-Room": "1"})
    assert (answer.status_code, answer.json()) == (422, {"error": "Bitte kürzer: höchstens 600 Zeichen."})
    answer = browser(nord, scene.helper).post(base, fields | {"key": "kein"}, headers={"X-Room": "1"})
    assert answer.status_code == 422


def test_two_writers_see_both_texts_side_by_side(scene: Round, nord: Place) -> None:
    presenter, address = browser(nord, scene.presenter), f"/beratungen/{scene.item.pk}/raum/text/will/"
    form = {"submission": str(uuid7()), "version": 1, "text": "Meine Fassung"}
    given = {"step": "will", "text": "Die andere Fassung", "seen": 1}
    with transaction_in(nord):
        preparation.write_text(actor=scene.presenter, item=scene.item, **given)
    answer = presenter.post(address, form)
    text = answer.content.decode()
    assert answer.status_code == 409 and "Meine Fassung" in text and "Die andere Fassung" in text
    assert 'name="version" value="2"' in text
    assert presenter.post(address, form | {"version": 2, "text": "Beides"}).status_code == 302
    with transaction_in(nord):
        assert Item.objects.get(pk=scene.item.pk).texts.get(step="will").text == "Beides"


def test_who_asks_at_intervals_gets_all_or_nothing_new(scene: Round, nord: Place) -> None:
    client, address = browser(nord, scene.helper), f"/beratungen/{scene.item.pk}/raum/stand/"
    first = client.get(address).json()
    assert {p["at"] for p in first["parts"]} >= {"text-will", "goals", "progress", "clock", "persons"}
    assert client.get(address, {"stand": first["cursor"]}).status_code == 204
    with transaction_in(nord):
        given = {"item": scene.item, "kind": "idea", "text": "Rad ausleihen", "key": uuid7()}
        room.contribute(actor=scene.moderator, **given)
    assert client.get(address, {"stand": first["cursor"]}).json()["cursor"] != first["cursor"]
    with transaction_in(nord):
        raise_concern(actor=scene.helper, item=scene.item)
    assert client.get(address).status_code == 404


def test_the_map_is_beside_the_room(scene: Round, nord: Place) -> None:
    with transaction_in(nord):
        cases.resource(Item.objects.get(pk=scene.item.pk).district, name="Fahrradwerkstatt")
    answer = browser(nord, scene.helper).get(f"/beratungen/{scene.item.pk}/raum/ressourcen/", {"suche": "fahrrad"})
    assert "Fahrradwerkstatt" in answer.content.decode()


def test_a_concern_by_one_click(scene: Round, nord: Place) -> None:
    """R20: no word of it in the address, the message or the team's view."""
    base = f"/beratungen/{scene.item.pk}/raum/"
    answer = browser(nord, scene.helper).post(f"{base}melden/", {"submission": str(uuid7())})
    assert (answer.status_code, answer["Location"]) == (302, "/")
    with transaction_in(nord):
        assert Item.objects.get(pk=scene.item.pk).state == "moved"
    assert browser(nord, scene.presenter).get(base).status_code == 404


def test_a_server_without_streams_says_so(scene: Round, nord: Place) -> None:
    assert browser(nord, scene.helper).get(f"/live/beratungen/{scene.item.pk}/").status_code == 501
