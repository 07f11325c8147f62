"""Working groups across offices: founded, joined, left; only offices that belong see them."""

from datetime import time, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import ProgrammingError, transaction
from icalendar import Calendar

from kernel import clock
from kernel.access.actor import Actor, Role
from kernel.access.errors import Denied, RuleViolation
from kernel.tenancy.place import Place, bound, transaction_in
from tenants.groups import queries
from tenants.groups.models import Group, GroupDate, GroupFile, GroupMember, GroupOffice
from tenants.groups.usecases import contents, groups
from tenants.people.models import Membership
from tenants.registry.models import Office
from tests.factories import groups as make
from tests.factories import people

pytestmark = pytest.mark.django_db
TODAY = clock.today()
MODELS = (Group, GroupOffice, GroupMember, GroupFile, GroupDate)
PDF = b"%PDF-1.7 Planung"


@pytest.fixture
def north(nord: Place) -> Actor:
    return people.actor(nord, Role.TRAINING)


@pytest.fixture
def south(sued: Place) -> Actor:
    return people.actor(sued, Role.PLANNER)


def found(nord: Place, north: Actor) -> Group:
    """A group of nord with an invitation to sued."""
    with transaction_in(nord):
        group = groups.found_group(actor=north, name="Fortbildung Westerwald", purpose="Kurse gemeinsam planen")
        groups.invite_office(actor=north, group=group, office=Office.objects.get(pk="sued"))
    return group


def own_part(place: Place, group: Group) -> GroupOffice:
    with transaction_in(place):
        return GroupOffice.objects.select_related("group__office").get(group=group, office=place.key, left_on=None)


def seen(place: Place) -> set[str]:
    with bound(place), transaction.atomic():
        return {model.__name__ for model in MODELS if model.objects.exists()}


def test_an_office_founds_invites_and_another_accepts_and_leaves(
    nord: Place, sued: Place, north: Actor, south: Actor, django_capture_on_commit_callbacks: Any
) -> None:
    group = found(nord, north)
    with transaction_in(nord):
        file = contents.file_in_group(actor=north, group=group, title="Plan", filename="plan.pdf", content=PDF)
    with transaction_in(sued):
        (row,) = queries.groups_for(south)
        assert (row.name, row.joined, row.size) == ("Fortbildung Westerwald", False, 1)
        assert not queries.files_for(south).exists()  # before they accept they see name and purpose
        with pytest.raises(Denied):
            contents.file_in_group(actor=south, group=group, title="Plan", filename="a.pdf", content=PDF)
    part = own_part(sued, group)
    with transaction_in(sued):
        groups.accept_group_invitation(actor=south, participation=part)
        assert list(queries.files_for(south)) == [file]
        with pytest.raises(RuleViolation, match="schon zu dieser Gruppe"):
            groups.accept_group_invitation(actor=south, participation=part)
    with django_capture_on_commit_callbacks(execute=True), transaction_in(sued):
        groups.leave_group(actor=south, participation=own_part(sued, group))
        assert not queries.files_for(south).exists()
    with transaction_in(sued):
        assert not Group.objects.exists()
    with transaction_in(nord):
        assert Group.objects.get().offices == ["nord"]


def test_the_founder_takes_an_office_out_and_its_people_see_nothing(nord: Place, sued: Place, north: Actor) -> None:
    group = make.group("nord", "sued")
    worker = people.actor(sued, Role.CASE_WORKER)
    make.member(group, worker.person, "sued")
    with transaction_in(sued):
        assert list(queries.groups_for(worker)) == [group]
    with transaction_in(nord):
        part = GroupOffice.objects.get(group=group, office="sued")
        groups.remove_office(actor=north, participation=part)
        assert not queries.members_for(north).exists()
    with transaction_in(sued):
        assert not queries.groups_for(worker).exists() and not Group.objects.exists()


def test_only_the_founder_invites_and_nobody_twice(nord: Place, sued: Place, north: Actor, south: Actor) -> None:
    group = make.group("nord", "sued")
    with transaction_in(nord), pytest.raises(RuleViolation, match="schon dazu oder ist eingeladen"):
        groups.invite_office(actor=north, group=group, office=Office.objects.get(pk="sued"))
    with transaction_in(sued):
        with pytest.raises(Denied):
            groups.change_group(actor=south, group=group, name="Unser", purpose="")
        with pytest.raises(Denied):
            groups.invite_office(actor=south, group=group, office=Office.objects.get(pk="nord"))


def test_members_are_people_of_the_own_office_and_providers_staff_it_names(
    nord: Place, sued: Place, north: Actor
) -> None:
    group = make.group("nord")
    helper = people.actor(nord, Role.PROVIDER_WORKER, "alpha")
    stranger = people.membership(people.person(), sued, Role.CASE_WORKER)
    with transaction_in(nord):
        assert not queries.groups_for(helper).exists()
        own = Membership.objects.get(person=helper.person)
        member = contents.name_for_group(actor=north, group=group, membership=own)
        assert member.organisation_id == "alpha" and list(queries.groups_for(helper)) == [group]
        with pytest.raises(RuleViolation, match="schon in der Gruppe"), transaction.atomic():
            contents.name_for_group(actor=north, group=group, membership=own)
        with pytest.raises(RuleViolation, match="keinen Zugang"):
            contents.name_for_group(actor=north, group=group, membership=stranger)
        contents.file_in_group(actor=helper, group=group, title="Idee", filename="idee.pdf", content=PDF)
        contents.end_member(actor=north, member=member)
        assert not queries.groups_for(helper).exists() and not queries.files_for(helper).exists()


def test_files_are_told_by_their_bytes_and_have_versions(nord: Place, north: Actor) -> None:
    group = make.group("nord")
    with transaction_in(nord):
        given: dict[str, Any] = {"actor": north, "group": group, "title": "Plan"}
        first = contents.file_in_group(**given, filename="a/../plan.exe", content=PDF)
        assert (first.filename, first.number) == ("plan.pdf", 1)
        assert contents.file_in_group(**given, filename="plan.pdf", content=PDF + b"2").number == 2
        for content, sentence in (
            (PDF, "liegt unter diesem Titel schon"),
            (b"MZ\x90", "keine Datei, die wir annehmen"),
            (b"", "leer"),
            (b"%PDF" + b"0" * contents.LARGEST, "größer als 10 MB"),
        ):
            with pytest.raises(RuleViolation, match=sentence):
                contents.file_in_group(**given, filename="x.pdf", content=content)
        contents.remove_file(actor=north, file=first)
        assert [f.number for f in queries.files_for(north)] == [2]


def test_an_office_removes_only_its_own_files_and_cancels_only_its_own_dates(sued: Place, south: Actor) -> None:
    group = make.group("nord", "sued")
    file, date = make.file(group), make.meeting(group)
    with transaction_in(sued):
        for use_case, given in ((contents.remove_file, {"file": file}), (contents.cancel_date, {"date": date})):
            with pytest.raises(Denied):
                use_case(actor=south, **given)


def test_dates_lie_ahead_and_go_into_a_calendar(nord: Place, north: Actor) -> None:
    group = make.group("nord", name="Gruppe")
    with transaction_in(nord):
        given: dict[str, Any] = {"actor": north, "group": group, "title": "Treffen", "starts_at": time(9)}
        with pytest.raises(RuleViolation, match="Vergangenheit"):
            contents.plan_date(**given, held_on=TODAY - timedelta(days=1), ends_at=time(10))
        with pytest.raises(RuleViolation, match="vor dem Beginn"):
            contents.plan_date(**given, held_on=TODAY, ends_at=time(8))
        date = contents.plan_date(**given, held_on=TODAY, ends_at=time(10))
        contents.cancel_date(actor=north, date=date)
        with pytest.raises(RuleViolation, match="schon abgesagt"):
            contents.cancel_date(actor=north, date=date)
    answer = people.client(nord, Role.TRAINING).get(f"/gruppen/{group.pk}/kalender/")
    (entry,) = Calendar.from_ical(answer.content).events
    assert (entry["summary"], entry["status"]) == ("Gruppe: Treffen", "CANCELLED")


def test_nothing_is_added_to_a_group_that_has_ended(nord: Place, north: Actor) -> None:
    group = make.group("nord")
    with transaction_in(nord):
        groups.close_group(actor=north, group=group)
        group.refresh_from_db()
        with pytest.raises(RuleViolation, match="beendet"):
            groups.invite_office(actor=north, group=group, office=Office.objects.get(pk="sued"))
        with pytest.raises(RuleViolation, match="beendet"):
            contents.file_in_group(actor=north, group=group, title="x", filename="x.pdf", content=PDF)


def test_the_database_shows_a_group_to_its_offices_only(nord: Place, sued: Place, alpha: Place) -> None:
    group = make.group("nord")
    make.member(group, people.person().pk), make.file(group), make.meeting(group)
    assert seen(nord) == {model.__name__ for model in MODELS} and seen(sued) == set()
    with bound(alpha), pytest.raises(ProgrammingError), transaction.atomic():
        Group.objects.exists()
    invited = make.group("nord", invited=("sued",))
    make.file(invited)
    assert seen(sued) == {"Group", "GroupOffice"}


@pytest.mark.parametrize(
    "attack",
    [
        lambda group: Group.objects.filter(pk=group.pk).update(offices=["nord", "sued"]),
        lambda group: GroupMember.objects.create(group=group, office_id="sued", person=group.pk, name="x", since=TODAY),
        lambda group: GroupFile.objects.filter(group=group).delete(),
        lambda group: GroupOffice.objects.filter(office="nord").update(left_on=TODAY),
    ],
)
def test_an_office_that_does_not_belong_changes_nothing(nord: Place, sued: Place, attack: Any) -> None:
    group = make.group("nord")
    make.file(group)
    with bound(sued), transaction.atomic():
        try:
            changed = attack(group)
        except ProgrammingError:
            transaction.set_rollback(True)
        else:
            assert changed in (0, (0, {}))
    with transaction_in(nord):
        assert Group.objects.get().offices == ["nord"] and GroupFile.objects.count() == 1


def test_forging_the_own_part_in_a_group_opens_nothing(nord: Place, sued: Place) -> None:
    """The database asks the founding office's list as well."""
    group = make.group("nord")
    make.file(group)
    with bound(sued), transaction.atomic():
        GroupOffice.objects.create(group=group, office_id="sued", invited_on=TODAY, joined_on=TODAY)
        assert not Group.objects.exists() and not GroupFile.objects.exists()
        transaction.set_rollback(True)


def test_the_pages_from_founding_to_leaving(nord: Place, sued: Place, django_capture_on_commit_callbacks: Any) -> None:
    north, south = people.client(nord, Role.TRAINING), people.client(sued, Role.OFFICE_ADMIN)

    def send(browser: Any, path: str, **given: Any) -> Any:
        form = browser.get(path)
        assert form.status_code == 200, path
        keys = {name: form.context["form"][name].value() for name in ("submission", "version")}
        answer = browser.post(path, {k: v for k, v in keys.items() if v is not None} | given)
        assert answer.status_code == 302, answer.content.decode()
        return answer

    place = send(north, "/gruppen/neu/", name="Austausch", purpose="")["Location"]
    send(north, f"{place}einladen/", office="sued")
    page = south.get(place)
    assert "lädt Ihr Jugendamt ein" in page.content.decode() and "Dateien" in page.content.decode()
    part = page.context["own"].pk
    accepted = south.post(f"/gruppen/aemter/{part}/annehmen/", page.context["button"])
    assert accepted.status_code == 302
    send(south, f"{place}termine/", title="Auftakt", held_on="morgen", starts_at="9:00", ends_at="11:00")
    send(south, f"{place}dateien/", title="Plan", file=SimpleUploadedFile("plan.pdf", PDF))
    shown = north.get(place).content.decode()
    assert "Auftakt" in shown and "plan.pdf" in shown and "Südstadt" in shown
    assert "Anlass" in shown and "Held on" not in shown
    with transaction_in(nord):
        file = GroupFile.objects.get()
    assert north.get(f"/gruppen/dateien/{file.pk}/").content == PDF
    send(south, f"/gruppen/dateien/{file.pk}/entfernen/")
    with django_capture_on_commit_callbacks(execute=True):
        send(south, f"/gruppen/aemter/{part}/verlassen/")
    assert south.get(place).status_code == 404 and "Austausch" not in south.get("/gruppen/").content.decode()


def test_the_page_costs_the_same_queries_for_one_row_and_three(nord: Place, django_assert_max_num_queries: Any) -> None:
    group, counts = make.group("nord"), set()
    browser = people.client(nord, Role.TRAINING)
    for title in ("a", "b", "c"):
        make.file(group, title=title), make.meeting(group), make.member(group, people.person().pk)
        make.group("nord", name=title)
        for path in (f"/gruppen/{group.pk}/", "/gruppen/"):
            browser.get(path)
            with django_assert_max_num_queries(30) as queries_:
                browser.get(path)
            counts.add((path, len(queries_)))
    assert len(counts) == 2, counts


def test_each_part_of_a_group_has_its_own_pages(nord: Place) -> None:
    group = make.group("nord")
    for n in range(26):
        make.file(group, title=f"Blatt {n:02}")
    browser = people.client(nord, Role.TRAINING)
    first, second = (browser.get(f"/gruppen/{group.pk}/?files-page={n}").content.decode() for n in (1, 2))
    assert "Blatt 24" in first and "Blatt 25" not in first
    assert "Blatt 25" in second and 'Entfernen<span class="kern-sr-only">: Blatt 25, Fassung 1</span>' in second
