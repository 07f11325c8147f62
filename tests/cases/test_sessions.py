"""Teams, sessions, invitations and attendance (R19, R23)."""

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from django.core import mail as outbox
from django.db import connection
from icalendar import Calendar

from cases.models import Item, SessionSeries, TeamMember, TeamSession
from cases.usecases import sessions, teams
from contracts.models import District
from kernel import clock
from kernel.access.actor import Actor, Role
from kernel.access.errors import Denied, RuleViolation
from kernel.audit.models import Entry
from kernel.audit.reads import collecting
from kernel.tenancy.place import Place, transaction_in
from tenants.people import mail
from tenants.people.models import Membership
from tests.database import set_up
from tests.factories import cases, conferences, contracts, people

pytestmark = pytest.mark.django_db
NINE, ELEVEN = dt.time(9), dt.time(11)


@dataclass
class Scene:
    lead: Actor
    worker: Actor
    helper: Actor
    district: District
    member: TeamMember
    helping: TeamMember


@pytest.fixture
def scene(nord: Place) -> Iterator[Scene]:
    lead = people.actor(nord, Role.ASD_LEAD)
    worker = people.actor(nord, Role.CASE_WORKER)
    helper = people.actor(nord, Role.PROVIDER_WORKER, "alpha")
    with transaction_in(nord), collecting():
        where = contracts.district()
        member = conferences.team_member(where, worker.person)
        helping = conferences.team_member(where, helper.person, "alpha")
        yield Scene(lead, worker, helper, where, member, helping)


def ahead(days: int = 7) -> dt.date:
    return clock.today() + dt.timedelta(days=days)


def plan(scene: Scene, **changes: object) -> TeamSession:
    given = {"district": scene.district, "held_on": ahead(), "starts_at": NINE, "ends_at": ELEVEN}
    return sessions.plan_session(actor=scene.lead, **(given | changes))


def refused(match: str, act: object, **given: object) -> RuleViolation:
    with pytest.raises(RuleViolation, match=match) as caught:
        act(**given)  # type: ignore[operator]
    return caught.value


# --- Teams


def test_a_provider_worker_joins_and_leaves_the_team(scene: Scene, nord: Place) -> None:  # R19
    other = people.actor(nord, Role.PROVIDER_WORKER, "beta")
    membership = Membership.objects.get(person=other.person, office="nord")
    row = teams.add_team_member(
        actor=scene.lead, district=scene.district, membership=membership, begins=clock.today(), function="Schule"
    )
    assert (row.person, row.organisation_id) == (other.person, "beta")
    teams.change_team_member(actor=scene.lead, member=row, begins=clock.today(), ends=ahead())
    again = {"district": scene.district, "membership": membership, "begins": clock.today()}
    assert refused("schon im Team", teams.add_team_member, actor=scene.lead, **again).field == "begins"


@pytest.mark.parametrize("role", [Role.FINANCE, Role.AUDITOR, Role.PROVIDER_MANAGER])
def test_only_who_works_with_families_joins(scene: Scene, nord: Place, role: Role) -> None:
    someone = people.actor(nord, role, "alpha" if role.of_provider else None)
    membership = Membership.objects.get(person=someone.person, office="nord")
    given = {"district": scene.district, "membership": membership, "begins": clock.today()}
    refused("mit Familien arbeitet", teams.add_team_member, actor=scene.lead, **given)


def test_a_member_who_attended_stays_a_member_of_that_day(scene: Scene) -> None:  # R23
    held = conferences.session(scene.district)
    held.attendances.create(member=scene.member)
    given = {"member": scene.member, "begins": contracts.LONG_AGO, "ends": ahead(-1)}
    refused("schon in einer Sitzung dabei", teams.change_team_member, actor=scene.lead, **given)


def test_case_workers_and_providers_do_not_manage_teams(scene: Scene) -> None:
    for someone in (scene.worker, scene.helper):
        with pytest.raises(Denied):
            teams.change_team_member(actor=someone, member=scene.member, begins=contracts.LONG_AGO)


# --- Planning


def test_a_session_in_the_past_is_refused(scene: Scene) -> None:  # R23
    assert refused("ist vorbei", plan, scene=scene, held_on=ahead(-1)).field == "held_on"
    old = conferences.session(scene.district, held_on=ahead(-1))
    for act in (sessions.invite_team, sessions.cancel_session):
        refused("schon vorbei", act, actor=scene.lead, session=old)
    change = {"held_on": ahead(), "starts_at": NINE, "ends_at": ELEVEN}
    refused("schon vorbei", sessions.change_session, actor=scene.lead, session=old, **change)


def test_a_team_meets_once_at_a_time(scene: Scene) -> None:
    plan(scene)
    assert refused("schon", plan, scene=scene).field == "starts_at"
    assert refused("vor dem Beginn", plan, scene=scene, starts_at=ELEVEN, ends_at=NINE).field == "ends_at"


@pytest.mark.parametrize(
    ("rhythm", "first", "days"),
    [
        ("weekly", dt.date(2027, 3, 1), ["2027-03-01", "2027-03-08", "2027-03-15", "2027-03-22"]),
        ("fortnightly", dt.date(2027, 3, 2), ["2027-03-02", "2027-03-16", "2027-03-30"]),
        ("monthly", dt.date(2027, 3, 10), ["2027-03-10", "2027-04-14"]),
        ("monthly", dt.date(2027, 3, 30), ["2027-03-30", "2027-04-27"]),  # a fifth Tuesday is the last one
    ],
)
def test_a_rhythm(scene: Scene, rhythm: str, first: dt.date, days: list[str]) -> None:
    until = dt.date(2027, 3, 31) if len(days) > 2 else dt.date(2027, 4, 30)
    until = dt.date(2027, 3, 26) if rhythm == "weekly" else until
    series = sessions.plan_series(
        actor=scene.lead,
        district=scene.district,
        rhythm=rhythm,
        begins=first,
        ends=until,
        starts_at=NINE,
        ends_at=ELEVEN,
        skip_holidays=False,
    )
    assert [str(s.held_on) for s in series.sessions.order_by("held_on")] == days


def test_a_session_of_a_series_may_differ_or_be_cancelled(scene: Scene) -> None:  # R23
    series = sessions.plan_series(
        actor=scene.lead,
        district=scene.district,
        rhythm=SessionSeries.Rhythm.WEEKLY,
        begins=ahead(1),
        ends=ahead(15),
        starts_at=NINE,
        ends_at=ELEVEN,
    )
    first, second, *_ = series.sessions.order_by("held_on")
    sessions.change_session(
        actor=scene.lead, session=first, held_on=ahead(2), starts_at=dt.time(14), ends_at=dt.time(15), place="Rathaus"
    )
    sessions.cancel_session(actor=scene.lead, session=second)
    assert [s.state for s in series.sessions.order_by("held_on")][:2] == ["planned", "cancelled"]
    assert series.sessions.get(place="Rathaus").starts_at == dt.time(14)


def test_only_who_is_in_the_team_on_that_day_moderates(scene: Scene) -> None:  # R23
    scene.helping.ends = ahead(3)
    scene.helping.save()
    assert refused("nicht im Team", plan, scene=scene, moderator=scene.helper.person).field == "moderator"
    assert plan(scene, held_on=ahead(3), moderator=scene.helper.person).moderator == scene.helper.person


def test_who_presents_does_not_moderate(scene: Scene) -> None:  # R23
    session = plan(scene)
    conferences.item(cases.case(scene.district, worker=scene.worker.person), session=session)
    given = {"held_on": ahead(), "starts_at": NINE, "ends_at": ELEVEN, "moderator": scene.worker.person}
    error = refused(
        "Wer einbringt, moderiert nicht", sessions.change_session, actor=scene.lead, session=session, **given
    )
    assert error.field == "moderator"


def test_a_moderator_may_change_and_lead_the_own_session_only(scene: Scene) -> None:
    own, other = plan(scene, moderator=scene.helper.person), plan(scene, held_on=ahead(8))
    given = {"held_on": ahead(), "starts_at": NINE, "ends_at": dt.time(12), "moderator": scene.helper.person}
    assert sessions.change_session(actor=scene.helper, session=own, **given).ends_at == dt.time(12)
    with pytest.raises(Denied):
        sessions.change_session(actor=scene.helper, session=other, **given)


# --- Invitations


def jobs() -> list[str]:
    """The sealed mails to persons that wait in the job table."""
    with set_up(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT args->>'sealed' FROM procrastinate_jobs WHERE task_name = 'send_mail_to_person' ORDER BY id"
        )
        return [sealed for (sealed,) in cursor.fetchall()]


def sent(since: int) -> list[dict]:
    return [mail.unseal(sealed) for sealed in jobs()[since:]]


def event_of(message: dict) -> tuple[Calendar, object]:
    invitation = Calendar.from_ical(message["calendar"])
    return invitation, invitation.walk("VEVENT")[0]


def test_the_invitation_names_team_and_time_and_no_family(scene: Scene) -> None:  # R17
    session = plan(scene, moderator=scene.helper.person, place="Familienzentrum")
    case = cases.case(scene.district, worker=scene.worker.person)
    cases.person(case, given_name="Mira")
    item = conferences.item(case, session=session)
    before = len(jobs())
    sessions.invite_team(actor=scene.lead, session=session)
    messages = sent(before)
    assert len(messages) == 2
    for message in messages:
        assert message["subject"] == f"Beratung im Team {scene.district.name}"
        invitation, event = event_of(message)
        assert (invitation["method"], event["sequence"], event["status"]) == ("REQUEST", 0, "CONFIRMED")
        assert event["summary"] == message["subject"]
        assert event["dtstart"].dt.isoformat().startswith(f"{session.held_on}T09:00")
        for secret in ("Mira", case.number, item.code):
            assert secret not in message["body"] + message["calendar"]
    assert len({str(event_of(m)[1]["uid"]) for m in messages}) == 1


def test_a_change_and_a_cancellation_follow_the_invitation(scene: Scene) -> None:
    session = sessions.invite_team(actor=scene.lead, session=plan(scene))
    uid = None
    before = len(jobs())
    sessions.change_session(
        actor=scene.lead, session=session, held_on=ahead(8), starts_at=NINE, ends_at=ELEVEN, place="Rathaus"
    )
    for message in sent(before):
        invitation, event = event_of(message)
        assert (invitation["method"], event["sequence"], str(event["location"])) == ("REQUEST", 1, "Rathaus")
        assert message["subject"].startswith("Geändert: ")
        uid = str(event["uid"])
    before = len(jobs())
    sessions.cancel_session(actor=scene.lead, session=TeamSession.objects.get(pk=session.pk))
    messages = sent(before)
    assert len(messages) == 2
    invitation, event = event_of(messages[0])
    assert (invitation["method"], event["status"], event["sequence"], str(event["uid"])) == (
        "CANCEL",
        "CANCELLED",
        2,
        uid,
    )


def test_before_the_invitation_nobody_is_told_of_changes(scene: Scene) -> None:
    session = plan(scene)
    before = len(jobs())
    sessions.change_session(actor=scene.lead, session=session, held_on=ahead(9), starts_at=NINE, ends_at=ELEVEN)
    sessions.cancel_session(actor=scene.lead, session=TeamSession.objects.get(pk=session.pk))
    assert len(jobs()) == before


def test_the_mail_goes_to_the_persons_own_address_with_the_entry_attached(nord: Place, scene: Scene) -> None:
    with set_up():
        person = people.Person.objects.get(pk=scene.helper.person)
    people.account(person, "helferin@alpha.example")
    before = len(jobs())
    sessions.invite_team(actor=scene.lead, session=plan(scene))
    sealed = jobs()[before]
    mail.deliver(sealed, "helferin@alpha.example")
    message = outbox.outbox[-1]
    assert message.to == ["helferin@alpha.example"]
    (attached,) = message.alternatives
    assert attached.mimetype.startswith("text/calendar; method=REQUEST")
    attendee = Calendar.from_ical(attached.content).walk("VEVENT")[0]["attendee"]
    assert str(attendee) == "mailto:helferin@alpha.example"


def test_an_empty_team_cannot_be_invited(scene: Scene) -> None:
    TeamMember.objects.all().delete()
    refused("noch niemand", sessions.invite_team, actor=scene.lead, session=plan(scene))


# --- The day itself


def test_attendance_only_from_the_team_of_that_date(scene: Scene) -> None:  # R23
    held = conferences.session(scene.district, held_on=ahead(-3))
    late = conferences.team_member(scene.district, people.person().pk, begins=ahead(-2))
    error = refused("im Team war", sessions.note_attendance, actor=scene.lead, session=held, members=[late])
    assert error.field == "members"
    foreign = conferences.team_member(contracts.district("Süd"), people.person().pk)
    refused("im Team war", sessions.note_attendance, actor=scene.lead, session=held, members=[foreign])
    sessions.note_attendance(actor=scene.lead, session=held, members=[scene.member, scene.helping])
    sessions.note_attendance(actor=scene.lead, session=held, members=[scene.helping])
    assert [a.member for a in held.attendances.all()] == [scene.helping]


def test_attendance_is_noted_on_the_day_or_later(scene: Scene) -> None:
    given = {"session": conferences.session(scene.district, held_on=ahead()), "members": [scene.member]}
    refused("Tragen Sie danach ein", sessions.note_attendance, actor=scene.lead, **given)


def test_a_session_begins_on_its_day_with_a_moderator_and_ends(scene: Scene) -> None:  # R23
    early = plan(scene, moderator=scene.helper.person)
    refused("Eröffnen Sie sie an diesem Tag", sessions.begin_session, actor=scene.helper, session=early)
    nobody = conferences.session(scene.district)
    refused("Wer moderiert", sessions.begin_session, actor=scene.lead, session=nobody)
    nobody.moderator = scene.helper.person
    nobody.save()
    left = conferences.item(cases.case(scene.district, worker=scene.worker.person), session=nobody)
    assert sessions.begin_session(actor=scene.helper, session=nobody).state == "running"
    assert sessions.end_session(actor=scene.helper, session=nobody).state == "held"
    fresh = Item.objects.get(pk=left.pk)
    assert (fresh.state, fresh.session) == ("checked", None)


def test_a_cancelled_session_lets_its_items_go(scene: Scene) -> None:  # R23
    session = plan(scene)
    item = conferences.item(cases.case(scene.district, worker=scene.worker.person), session=session)
    sessions.cancel_session(actor=scene.lead, session=session)
    assert (fresh := Item.objects.get(pk=item.pk)).state == "checked" and fresh.session is None


def test_the_order_of_the_agenda(scene: Scene) -> None:
    session = plan(scene)
    case = cases.case(scene.district, worker=scene.worker.person)
    items = [conferences.item(case, session=session, position=n) for n in (1, 2, 3)]
    sessions.move_on_agenda(actor=scene.lead, session=session, item=items[2], up=True)
    sessions.move_on_agenda(actor=scene.lead, session=session, item=items[0], up=True)  # the first stays the first
    order = list(session.items.order_by("position").values_list("pk", flat=True))
    assert order == [items[0].pk, items[2].pk, items[1].pk]
    with pytest.raises(Denied):
        sessions.move_on_agenda(actor=scene.worker, session=session, item=items[0], up=True)


def test_the_audit_knows_fields_and_no_words(scene: Scene) -> None:
    session = plan(scene, place="Geheimer Ort")
    entry = Entry.objects.filter(record=str(session.pk)).get()
    assert entry.verb == "plan_session" and not re.search("Geheim", str(entry.fields) + entry.reason)
