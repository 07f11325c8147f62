"""Pages of teams, sessions, items and sheets, guests and calendar addresses (R17, R19, R22, R23)."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from icalendar import Calendar

from cases.models import CalendarFeed, CaseFile, Guest, Item, SheetEntry, SheetText, TeamSession
from contracts.models import District
from kernel import clock
from kernel.access.actor import Actor, Role
from kernel.audit.models import Entry
from kernel.keys import uuid7
from kernel.tenancy.place import Place, transaction_in
from kernel.web.rate import LIMIT
from tenants.people.models import Membership, Person, hash_of
from tests.database import set_up
from tests.factories import cases, conferences, contracts, people

pytestmark = pytest.mark.django_db


@dataclass
class Scene:
    place: Place
    worker: Actor
    helper: Actor
    district: District
    case: CaseFile
    session: TeamSession
    item: Item

    def as_worker(self) -> Client:
        return people.client(self.place, who=Person(pk=self.worker.person))

    def as_helper(self) -> Client:
        return people.client(self.place, who=Person(pk=self.helper.person))


@pytest.fixture
def scene(nord: Place) -> Iterator[Scene]:
    cache.clear()
    worker = people.actor(nord, Role.CASE_WORKER)
    helper = people.actor(nord, Role.PROVIDER_WORKER, "alpha")
    with transaction_in(nord):
        where = contracts.district()
        conferences.team_member(where, worker.person)
        conferences.team_member(where, helper.person, "alpha")
        case = cases.case(where, worker=worker.person)
        cases.person(case, given_name="Mira")
        cases.person(case, "mother", given_name="Jana", custodial=True)
        session = conferences.session(where, held_on=clock.today() + dt.timedelta(days=3), moderator=helper.person)
        made = Scene(nord, worker, helper, where, case, session, conferences.item(case, session=session))
    yield made
    cache.clear()


def address(name: str, *args: object) -> str:
    return reverse(name, args=args, urlconf="project.urls_office")


def text_of(browser: Client, name: str, *args: object) -> str:
    answer = browser.get(address(name, *args))
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def form(**fields: object) -> dict[str, object]:
    return {"submission": str(uuid7())} | fields


def test_the_team_reads_the_sheet_and_no_name(scene: Scene) -> None:  # R17
    for page in ("item", "session"):
        shown = text_of(scene.as_helper(), page, scene.item.pk if page == "item" else scene.session.pk)
        assert scene.item.code in shown
        for secret in ("Mira", "Jana", scene.case.number, str(scene.case.pk)):
            assert secret not in shown
    assert "Ich will in meiner Klasse bleiben." in text_of(scene.as_helper(), "item", scene.item.pk)


def test_every_page_opens_for_who_works_with_it(scene: Scene) -> None:
    browser, key = scene.as_worker(), scene.item.pk
    for name in ("items", "sessions", "sessions-month", "teams", "feed"):
        text_of(browser, name)
    for name in (
        "item",
        "item-sheet",
        "item-check",
        "item-change",
        "item-mode",
        "item-schedule",
        "item-withdraw",
        "guest-new",
    ):
        text_of(browser, name, key)
    for name in ("case-items", "item-new", "consents", "consent-new"):
        text_of(browser, name, scene.case.pk)
    text_of(browser, "session", scene.session.pk)
    text_of(browser, "team", scene.district.pk)
    helper = scene.as_helper()
    for name in ("items", "sessions", "sessions-month", "teams", "feed"):
        text_of(helper, name)
    for name in ("session", "session-change", "session-attendance"):
        text_of(helper, name, scene.session.pk)


def test_the_planner_sees_the_calendar_and_nothing_of_what_is_consulted_on(scene: Scene) -> None:
    browser = people.client(scene.place, Role.PLANNER)
    assert "Eine Beratung" in (shown := text_of(browser, "session", scene.session.pk)) or "1 Beratung" in shown
    assert scene.item.code not in shown
    assert browser.get(address("item", scene.item.pk)).status_code == 403
    for name in ("session-new", "series-new"):
        text_of(browser, name)
    text_of(browser, "team-join", scene.district.pk)


def test_a_series_is_planned_on_a_page(scene: Scene) -> None:
    browser = people.client(scene.place, Role.PLANNER)
    begins = clock.today() + dt.timedelta(days=30)
    given = form(
        district=scene.district.pk,
        rhythm="weekly",
        begins=begins.isoformat(),
        ends=(begins + dt.timedelta(days=20)).isoformat(),
        starts_at="14",
        ends_at="16 Uhr",
    )
    assert browser.post(address("series-new"), given).status_code == 302
    past = given | form(begins="1.1.2020")
    refused = browser.post(address("series-new"), past)
    assert refused.status_code == 422 and "Planen Sie eine Sitzung ab heute" in refused.content.decode()


def test_the_month_is_readable_without_the_free_days(scene: Scene) -> None:
    month = f"{scene.session.held_on:%Y-%m}"
    shown = scene.as_worker().get(f"{address('sessions-month')}?monat={month}").content.decode()
    assert f'href="{address("session", scene.session.pk)}"' in shown and "hn-month__free" in shown
    assert scene.as_worker().get(f"{address('sessions-month')}?monat=unsinn&district=x").status_code == 200


def test_a_text_saves_itself_and_says_so(scene: Scene) -> None:  # R22
    browser, htmx = scene.as_worker(), {"HX-Request": "true"}
    target = address("item-text", scene.item.pk)
    answer = browser.post(target, form(step="situation", seen=0, text="Alles ruhig."), headers=htmx)
    assert answer.status_code == 200 and "Gespeichert" in answer.content.decode()
    assert 'name="seen" value="1"' in answer.content.decode()
    late = browser.post(target, form(step="situation", seen=0, text="Anderes Fenster"), headers=htmx)
    assert late.status_code == 409 and 'id="state-situation"' in late.content.decode()
    named = browser.post(target, form(step="situation", seen=1, text="Mira ist ruhig."), headers=htmx)
    assert named.status_code == 422 and "das Team liest schon mit" in named.content.decode()
    assert browser.post(target, form(step="situation", seen=1, text="Gut.")).status_code == 302
    assert browser.post(target, form(step="unsinn", seen=1, text="Gut.")).status_code == 422
    with transaction_in(scene.place):
        assert SheetText.objects.get(item=scene.item, step="situation").text == "Gut."


def test_entries_come_and_go(scene: Scene) -> None:
    browser = scene.as_worker()
    given = form(kind="social", text="Die Großmutter holt ab.")
    assert browser.post(address("item-entry-new", scene.item.pk), given).status_code == 302
    with transaction_in(scene.place):
        entry = SheetEntry.objects.get(kind="social")
    text_of(browser, "item-entry", entry.pk)
    changed = browser.post(address("item-entry", entry.pk), form(text="Die Oma holt ab.", version=entry.version))
    assert changed.status_code == 302
    assert browser.post(address("item-entry-remove", entry.pk), form()).status_code == 302
    assert browser.post(address("item-entry-new", scene.item.pk), form(kind="idea", text="x")).status_code == 422
    assert scene.as_helper().post(address("item-entry-new", scene.item.pk), given).status_code == 403


def test_names_are_replaced_with_one_click(scene: Scene) -> None:  # R17
    with transaction_in(scene.place):
        Item.objects.filter(pk=scene.item.pk).update(state="registered", session=None)
        conferences.text(scene.item, "situation", "Mira lebt bei Jana.")
    browser = scene.as_worker()
    page = text_of(browser, "item-check", scene.item.pk)
    assert "<mark>Mira</mark>" in page and "2 Stellen" in page
    assert browser.post(address("item-check", scene.item.pk), form()).status_code == 422
    keys = [part.split('"')[0] for part in page.split('name="harmless" value="')[1:]]
    replaced = browser.post(address("item-replace", scene.item.pk), form(finding=keys[0], letter="C1"))
    assert replaced.status_code == 302
    assert browser.post(address("item-check", scene.item.pk), form(harmless=[keys[1]])).status_code == 422
    page = text_of(browser, "item-check", scene.item.pk)
    key = page.split('name="harmless" value="')[1].split('"')[0]
    assert browser.post(address("item-check", scene.item.pk), form(harmless=[key])).status_code == 302
    with transaction_in(scene.place):
        assert Item.objects.get(pk=scene.item.pk).state == "checked"
    assert f'value="{key}" checked' in text_of(browser, "item-check", scene.item.pk)  # asked once


def test_a_refused_entry_stays_where_it_was_typed(scene: Scene) -> None:
    given = form(kind="action", text="Jana geht jeden Tag.", due_on="99.99.2026")
    answer = scene.as_worker().post(address("item-entry-new", scene.item.pk), given)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Jana geht jeden Tag.</textarea>" in page and 'value="99.99.2026"' in page
    assert 'id="error-action"' in page and "Diesen Tag gibt es nicht" in page


def test_the_moderator_orders_and_notes_who_was_there(scene: Scene) -> None:  # R23
    with transaction_in(scene.place):
        other = conferences.item(scene.case, session=scene.session, position=2)
        TeamSession.objects.filter(pk=scene.session.pk).update(held_on=clock.today())
    browser = scene.as_helper()
    page = text_of(browser, "session", scene.session.pk)
    assert "In den Raum" in page and "Sitzung eröffnen" in page
    assert browser.post(address("session-move", scene.session.pk), form(item=other.pk, up=1)).status_code == 302
    assert browser.post(address("session-move", scene.session.pk), form(item="x", up=1)).status_code == 422
    assert browser.post(address("session-begin", scene.session.pk), form()).status_code == 302
    with transaction_in(scene.place):
        member = scene.district.team.get(person=scene.helper.person)
    noted = browser.post(address("session-attendance", scene.session.pk), form(members=[str(member.pk)]))
    assert noted.status_code == 302
    assert browser.post(address("session-end", scene.session.pk), form()).status_code == 302
    assert scene.as_worker().post(address("session-end", scene.session.pk), form()).status_code == 403


def test_lists_cost_the_same_with_one_row_and_with_more(scene: Scene) -> None:
    browser = scene.as_worker()
    pages = [("items", ()), ("sessions", ()), ("sessions-month", ()), ("teams", ()), ("session", (scene.session.pk,))]
    pages += [("team", (scene.district.pk,)), ("case-items", (scene.case.pk,)), ("consents", (scene.case.pk,))]
    with transaction_in(scene.place):
        mother = scene.case.persons.get(role="mother")
        conferences.consent(mother, (scene.helper.person, "alpha"), givers=(mother,))

    def costs() -> list[int]:
        found = []
        for name, args in pages:
            with CaptureQueriesContext(connection) as seen:
                text_of(browser, name, *args)
            found.append(len(seen))
        return found

    costs()  # what is asked once per process
    first = costs()
    with transaction_in(scene.place):
        for n in range(3):
            day = scene.session.held_on + dt.timedelta(days=n + 1)
            conferences.item(scene.case, session=conferences.session(scene.district, held_on=day))
            conferences.item(scene.case, session=scene.session)
            conferences.team_member(scene.district, people.person().pk)
            conferences.team_member(contracts.district(f"Raum {n}"), scene.worker.person)
            conferences.consent(mother, (scene.helper.person, "alpha"), givers=(mother,))
    assert costs() == first


# --- Guests


def invited(scene: Scene, token: str = "gast-token", **fields: object) -> str:  # noqa: S107 - of a test
    with transaction_in(scene.place):
        conferences.guest(scene.item, hash_of(token), **fields)
    return f"{address('guest')}?zugang={token}"


def test_a_guest_is_invited_with_an_address_that_is_shown_once(scene: Scene) -> None:  # R19
    answer = scene.as_worker().post(
        address("guest-new", scene.item.pk), form(name="Ute Beispiel", function="Klassenlehrerin")
    )
    shown = answer.content.decode()
    token = shown.split("zugang=")[1].split("<")[0]
    with transaction_in(scene.place):
        guest = Guest.objects.get()
        assert guest.token_hash == hash_of(token) and guest.name == "Ute Beispiel"
    assert token not in text_of(scene.as_worker(), "item", scene.item.pk)


def test_a_guest_is_instructed_first_and_then_reads_without_names(scene: Scene) -> None:  # R17, R19, § 78 SGB X
    page, nobody = invited(scene), people.client(scene.place)
    first = nobody.get(page).content.decode()
    assert "Verschwiegenheit" in first and "Ich will in meiner Klasse bleiben." not in first
    assert nobody.post(page, {}).status_code == 422
    assert nobody.post(page, {"verstanden": "ja"}).status_code == 302
    answer = nobody.get(page)
    shown = answer.content.decode()
    assert "Ich will in meiner Klasse bleiben." in shown and "Mira" not in shown
    assert answer["Cache-Control"] == "no-store"
    with transaction_in(scene.place):
        guest = Guest.objects.get()
        read = Entry.objects.get(model="cases.item", verb="read", record=str(scene.item.pk), via="guest")
        assert read.person is None and read.fields == [f"guest:{guest.pk}"]
        assert Entry.objects.filter(verb="confirm_instruction", record=str(guest.pk)).exists()


@pytest.mark.parametrize("end", ["held", "yesterday", "revoked", "withdrawn", "moved"])
def test_after_the_end_the_guests_address_shows_nothing(scene: Scene, end: str) -> None:  # R19, R20
    page = invited(scene, instructed_at=clock.now())
    with transaction_in(scene.place):
        if end == "held":
            TeamSession.objects.filter(pk=scene.session.pk).update(state="held")
        elif end == "yesterday":
            TeamSession.objects.filter(pk=scene.session.pk).update(held_on=clock.today() - dt.timedelta(days=1))
        elif end == "revoked":
            Guest.objects.update(revoked_at=clock.now())
        else:
            Item.objects.filter(pk=scene.item.pk).update(state=end)
    answer = people.client(scene.place).get(page)
    assert answer.status_code == 410
    assert "Ich will" not in answer.content.decode() and scene.item.code not in answer.content.decode()


def test_a_guessed_address_is_not_found_and_soon_too_many(scene: Scene) -> None:  # R19
    nobody = people.client(scene.place)
    assert nobody.get(f"{address('guest')}?zugang=geraten").status_code == 404
    assert nobody.get(address("guest")).status_code == 404
    answers = (nobody.get(f"{address('guest')}?zugang={n}").status_code for n in range(2 * LIMIT))
    assert 429 in answers  # two windows of a minute at the most, wherever the first one began


def test_a_guest_of_another_office_is_unknown_here(scene: Scene, sued: Place) -> None:
    page = invited(scene)
    assert people.client(sued).get(page).status_code == 404


# --- The calendar address


def feed_of(scene: Scene, browser: Client) -> str:
    shown = browser.post(address("feed"), form()).content.decode()
    return f"{address('calendar-feed')}?zugang={shown.split('zugang=')[1].split('<')[0]}"


def test_the_calendar_address_shows_the_own_sessions_and_no_family(scene: Scene) -> None:
    with transaction_in(scene.place):
        TeamSession.objects.filter(pk=scene.session.pk).update(place="Familienzentrum")
        conferences.session(contracts.district("Süd"), held_on=scene.session.held_on)  # not the helper's team
    page = feed_of(scene, scene.as_helper())
    answer = people.client(scene.place).get(page)
    assert answer.status_code == 200 and answer["Content-Type"].startswith("text/calendar")
    text = answer.content.decode()
    (event,) = Calendar.from_ical(text).walk("VEVENT")
    assert event["summary"] == f"Beratung im Team {scene.district.name}"
    for secret in (scene.item.code, scene.case.number, "Mira"):
        assert secret not in text


def test_a_revoked_calendar_address_answers_no_more(scene: Scene) -> None:
    browser, nobody = scene.as_helper(), people.client(scene.place)
    old, new = feed_of(scene, browser), feed_of(scene, browser)
    assert [nobody.get(page).status_code for page in (old, new)] == [404, 200]
    with transaction_in(scene.place):
        feed = CalendarFeed.objects.get(revoked_at=None)
    assert scene.as_worker().post(address("feed-revoke", feed.pk), form()).status_code == 404
    assert browser.post(address("feed-revoke", feed.pk), form()).status_code == 302
    assert nobody.get(new).status_code == 404


def test_without_a_valid_membership_or_instruction_the_address_is_dead(scene: Scene) -> None:  # R19
    page = feed_of(scene, scene.as_helper())
    with set_up():
        Membership.objects.filter(person=scene.helper.person).update(ends=clock.today() - dt.timedelta(days=1))
    assert people.client(scene.place).get(page).status_code == 404
