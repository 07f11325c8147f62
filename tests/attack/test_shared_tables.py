"""What lies in the schema public: each place sees and changes its own rows, and nobody reads credentials."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import ProgrammingError, connection, transaction
from django.utils import timezone

from kernel import clock
from kernel.access.actor import Role
from kernel.keys import uuid7
from kernel.tenancy.jobs import place_job
from kernel.tenancy.place import PORTAL, Place, bound
from kernel.tenancy.rights import GROUPS, privileges
from project.rights import OFFICE_LIMITS, SHARED
from tenants.people.models import Account, ApiClient, Instruction, Invitation, Membership, Person
from tenants.worklist.models import WorkItem
from tests.database import TEST, WEB, set_up
from tests.factories.people import membership, person

OWN = {"office_id", "organisation_id", "tenant_id", "person_id", "place"}


@place_job
def nothing() -> None:
    pass


def ask(question: str, *values: object) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(question, values)
        return list(cursor.fetchall())


@pytest.mark.django_db
def test_every_shared_table_is_in_the_rights_table() -> None:
    tables = {
        name
        for (name,) in ask(
            "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'v', 'm', 'p')"
        )
    }
    assert tables == set(SHARED)
    limited = {
        name
        for (name,) in ask("SELECT relname FROM pg_class WHERE relnamespace = 'o_nord'::regnamespace AND relkind = 'r'")
    }
    assert set(OFFICE_LIMITS) <= limited


@pytest.mark.django_db
def test_the_database_grants_what_the_rights_table_says_and_no_more() -> None:
    everything = ("SELECT", "INSERT", "UPDATE", "DELETE", "TRUNCATE", "REFERENCES", "TRIGGER")
    for table, rights in SHARED.items():
        for role, letters in rights.roles((WEB.name, TEST.name)).items():
            whole = {p for p in everything if ask("SELECT has_table_privilege(%s, %s, %s)", role, table, p)[0][0]}
            assert whole == {p for p in privileges(letters) if "(" not in p}, (table, role)
            partly = {
                p for p in everything[:3] if ask("SELECT has_any_column_privilege(%s, %s, %s)", role, table, p)[0][0]
            }
            assert partly == {p.partition("(")[0] for p in privileges(letters)} - {"DELETE"}, (table, role)


@pytest.mark.django_db
def test_shared_rows_of_someone_are_under_row_level_security() -> None:
    """A table with an office's, a provider's or a person's rows is not given to places as a whole."""
    for table, rights in SHARED.items():
        columns = {
            name
            for (name,) in ask("SELECT attname FROM pg_attribute WHERE attrelid = %s::regclass AND attnum > 0", table)
        }
        if columns & OWN and (rights.office or rights.provider):
            assert ask("SELECT relrowsecurity FROM pg_class WHERE oid = %s::regclass", table) == [(True,)], table
            policies = {
                r
                for (r,) in ask(
                    "SELECT unnest(polroles)::regrole::text FROM pg_policy WHERE polrelid = %s::regclass", table
                )
            }
            assert policies == {role for role, letters in rights.roles((WEB.name, TEST.name)).items() if letters}, table


@pytest.mark.django_db
def test_no_role_of_a_place_reaches_more_than_its_own_schema() -> None:
    for role, schema in (
        ("o_nord", "o_nord"),
        ("o_sued", "o_sued"),
        ("p_alpha", None),
        ("hn_portal", None),
        (WEB.name, None),
    ):
        reached = ask(
            "SELECT nspname FROM pg_namespace WHERE nspname ~ '^(o_|office_)' AND has_schema_privilege(%s, oid, 'USAGE')",
            role,
        )
        assert reached == ([(schema,)] if schema else [])
        assert ask(
            "SELECT rolsuper, rolbypassrls, rolcreaterole, rolcreatedb FROM pg_roles WHERE rolname = %s", role
        ) == [(False,) * 4]
    assert (
        ask("SELECT rolname FROM pg_roles WHERE rolcanlogin AND rolname ~ '^(o_|p_|hn_(portal|office|provider|audit))'")
        == []
    )
    members = ask(
        "SELECT DISTINCT r.rolname FROM pg_auth_members m JOIN pg_roles r ON r.oid = roleid WHERE member = ANY(%s::regrole[])",
        list(GROUPS),
    )
    assert members == []


@pytest.fixture
def scene(db: None, nord: Place, sued: Place) -> dict[str, Person]:
    """In each office an administrator and a provider's worker, and what belongs to them."""
    people = {name: person(name) for name in ("nord", "sued", "alpha", "beta")}
    membership(people["nord"], nord, Role.OFFICE_ADMIN)
    membership(people["sued"], sued, Role.OFFICE_ADMIN)
    membership(people["alpha"], nord, Role.PROVIDER_WORKER, "alpha")
    membership(people["beta"], sued, Role.PROVIDER_WORKER, "beta")
    with set_up():
        for office, organisation in (("nord", "alpha"), ("sued", "beta")):
            who = people[office]
            Account.objects.create_user(f"{office}@example.org", "secret", person=who)
            invitation(office_id=office)()
            invitation(organisation_id=organisation, role=Role.PROVIDER_WORKER)()
            ApiClient.objects.create(client_id=office, office_id=office, person=who, name="X")
            WorkItem.objects.create(
                office_id=office,
                organisation_id=organisation,
                kind="hours_missing",
                subject=office,
                due_on=clock.today(),
            )
    for place in (nord, sued):
        with bound(place):
            nothing.later()
    return people


SEEN: dict[str, Callable[[], set[str]]] = {
    "persons": lambda: set(Person.objects.values_list("name", flat=True)),
    "memberships": lambda: set(Membership.objects.values_list("display_name", flat=True)),
    "instructions": lambda: set(Instruction.objects.values_list("person__name", flat=True)),
    "invitations": lambda: {i.office_id or i.organisation_id for i in Invitation.objects.all()},
    "worklist": lambda: set(WorkItem.objects.values_list("office_id", flat=True)),
}


@pytest.mark.parametrize("what", SEEN)
def test_each_place_sees_its_own_rows(
    scene: dict[str, Person], nord: Place, sued: Place, alpha: Place, beta: Place, what: str
) -> None:
    def seen(place: Place) -> set[str]:
        with bound(place):
            return SEEN[what]() & {"nord", "sued", "alpha", "beta"}

    expected = {
        "invitations": [{"nord"}, {"sued"}, {"alpha"}, {"beta"}],
        "worklist": [{"nord"}, {"sued"}, {"nord"}, {"sued"}],
        "instructions": [{"alpha"}, {"beta"}, {"alpha"}, {"beta"}],
    }.get(what, [{"nord", "alpha"}, {"sued", "beta"}, {"alpha"}, {"beta"}])
    assert [seen(place) for place in (nord, sued, alpha, beta)] == expected
    with set_up():  # without the policies each would see all of them
        assert SEEN[what]() >= set().union(*expected)


def test_api_clients_and_jobs_are_seen_by_their_office(scene: dict[str, Person], nord: Place) -> None:
    with bound(nord):
        assert set(ApiClient.objects.values_list("client_id", flat=True)) == {"nord"}
        assert ask("SELECT DISTINCT args->>'place' FROM procrastinate_jobs") == [("o_nord",)]


def refused(place: Place, attack: Callable[[], object]) -> None:
    with (
        bound(place),
        pytest.raises(ProgrammingError, match=r"permission denied|row-level security"),
        transaction.atomic(),
    ):
        attack()


@pytest.mark.parametrize(
    "table",
    [
        t
        for t, r in SHARED.items()
        if not r.office and t.startswith(("people_acc", "mfa", "django_s", "account", "allauth", "users"))
    ],
)
def test_credentials_and_sessions_cannot_be_read_in_a_place(
    scene: dict[str, Person], nord: Place, alpha: Place, table: str
) -> None:
    for place in (nord, alpha):
        refused(place, lambda: ask(f"SELECT * FROM {table}"))
    with bound(PORTAL):
        ask(f"SELECT * FROM {table}")


def test_a_password_cannot_be_reached_through_a_join(scene: dict[str, Person], nord: Place) -> None:
    refused(nord, lambda: list(Person.objects.values_list("account__password", flat=True)))
    with bound(PORTAL):
        assert any(Person.objects.values_list("account__password", flat=True))


def invitation(**fields: Any) -> Callable[[], object]:
    given: dict[str, Any] = {
        "token_hash": uuid7().hex,
        "email": "x@example.org",
        "name": "X",
        "role": Role.OFFICE_ADMIN,
        "begins": clock.today(),
        "invited_by": uuid7(),
        "expires_at": timezone.now(),
    }
    return lambda: Invitation.objects.create(**given | fields)


def test_an_office_changes_nothing_of_another(scene: dict[str, Person], nord: Place) -> None:
    today, worker = clock.today(), scene["beta"]
    with bound(nord):
        invitation(office_id="nord")()
        assert Membership.objects.filter(office="sued").update(ends=today) == 0
        assert Instruction.objects.filter(office="sued").update(ends=today) == 0
        assert WorkItem.objects.filter(office="sued").delete()[0] == 0
    for attack in (
        invitation(office_id="sued"),
        lambda: Membership.objects.create(person=worker, office_id="sued", role=Role.OFFICE_ADMIN, begins=today),
        lambda: Membership.objects.create(person=worker, role=Role.OPERATOR, begins=today),
        lambda: Membership.objects.update(office_id="sued"),
        lambda: Membership.objects.update(person=worker),
        lambda: Membership.objects.update(role=Role.OFFICE_ADMIN),
        lambda: Membership.objects.all().delete(),
        lambda: Instruction.objects.create(
            person=worker, office_id="sued", begins=today, ends=today + timedelta(days=1), recorded_by=worker.pk
        ),
        lambda: WorkItem.objects.update(office_id="sued"),
        lambda: ApiClient.objects.update(office_id="sued"),
        lambda: Person.objects.update(name="x"),
    ):
        refused(nord, attack)


def test_a_provider_changes_nothing_of_another_and_no_instruction(scene: dict[str, Person], alpha: Place) -> None:
    today, worker = clock.today(), scene["alpha"]
    with bound(alpha):
        invitation(organisation_id="alpha", role=Role.PROVIDER_WORKER)()
        assert Membership.objects.filter(organisation="beta").update(ends=today) == 0
        assert (
            WorkItem.objects.exists() and WorkItem.objects.update(done_at=timezone.now()) == 0
        )  # days of courses alone
    for attack in (
        invitation(organisation_id="beta", role=Role.PROVIDER_WORKER),
        invitation(office_id="nord"),
        lambda: Membership.objects.create(person=worker, office_id="nord", role=Role.OFFICE_ADMIN, begins=today),
        lambda: Membership.objects.create(
            person=worker, organisation_id="beta", role=Role.PROVIDER_ADMIN, begins=today
        ),
        lambda: Instruction.objects.create(
            person=worker, office_id="nord", begins=today, ends=today + timedelta(days=1), recorded_by=worker.pk
        ),
        lambda: WorkItem.objects.update(due_on=today),
    ):
        refused(alpha, attack)


def test_the_audit_of_the_service_is_kept_apart_by_place(scene: dict[str, Person], alpha: Place, beta: Place) -> None:
    say = "INSERT INTO public.audit_entry (id, at, place, via, verb, model, record, fields, reason) VALUES (gen_random_uuid(), now(), %s, '', '', '', '', '[]', '')"
    with bound(alpha), connection.cursor() as cursor:
        cursor.execute(say, ["alpha"])
    refused(beta, lambda: ask(say + " RETURNING 1", "alpha"))
    with bound(beta):
        assert ask("SELECT place FROM audit_entry") == []


@pytest.fixture
def missing_policy(db: None) -> None:
    with set_up(), connection.cursor():
        connection.connection.pgconn.exec_(b"CREATE TABLE public.forgotten (office_id text)")


def test_a_table_without_rights_is_out_of_reach(missing_policy: None, nord: Place, alpha: Place) -> None:
    """Forgetting to grant closes; the first test above then names the table."""
    for place in (nord, alpha, PORTAL):
        refused(place, lambda: ask("SELECT * FROM forgotten"))
    with pytest.raises(AssertionError):
        test_every_shared_table_is_in_the_rights_table()
