"""The demo's rows in the shared schema: offices, providers, people and their accounts. Done as the owner."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from allauth.account.models import EmailAddress
from allauth.idp.oidc.models import Client
from django.contrib.auth.hashers import make_password
from django.db import connection, transaction
from django.db.models import Q
from django.utils.crypto import salted_hmac
from django_tenants.utils import quote_schema_name as quote

from kernel.tenancy.provision import provision_office, provision_organisation
from project.demo_data.facts import Fact
from project.demo_data.people import PASSWORD, People, Sign
from project.demo_data.records import clear_records, store_records
from project.demo_data.seeds import key_of
from project.demo_data.training import remove_training
from tenants.notices.models import Endpoint
from tenants.people.models import Account, ApiClient, Instruction, Invitation, Membership, Person
from tenants.people.tokens import register_client
from tenants.registry.models import Office, Organisation, default_words
from tenants.worklist.models import Event, WorkItem


def stamps() -> dict[str, str]:
    """The stamp of the loaded data in each office's schema; asked in any place."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nspname, obj_description(oid, 'pg_namespace') FROM pg_namespace WHERE nspname LIKE 'o\\_%%'"
        )
        return {name[2:]: comment or "" for name, comment in cursor.fetchall()}


def put_stamp(office: Office, stamp: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(connection.ops.compose_sql(f"COMMENT ON SCHEMA {quote(office.schema_name)} IS %s", [stamp]))


def make_places(offices: Sequence[Fact]) -> list[Office]:
    """The offices and the providers with role and schema; what was loaded before is emptied."""
    made = []
    for facts in offices:
        fields = ("name", "kind", "state", "ags", "monogram", "accent")
        office, _ = Office.objects.update_or_create(
            key=facts["key"],
            defaults={f: facts[f] for f in fields}
            | {"words": default_words() | facts["words"], "uses_leads": facts.get("uses_leads", False)},
        )
        provision_office(office)
        _empty(office)
        made.append(office)
        for fact in facts["organisations"]:
            organisation, _ = Organisation.objects.update_or_create(
                key=fact["key"],
                defaults={
                    "name": fact["name"],
                    "short_name": fact.get("short", ""),
                    "town": fact.get("town", ""),
                    "kind": fact.get("kind", Organisation.Kind.FREE),
                },
            )
            provision_organisation(organisation)
    return made


def _empty(office: Office) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tablename FROM pg_tables WHERE schemaname = %s AND tablename <> 'django_migrations'",
            [office.schema_name],
        )
        tables = ", ".join(f"{quote(office.schema_name)}.{quote(name)}" for (name,) in cursor.fetchall())
        cursor.execute(f"COMMENT ON SCHEMA {quote(office.schema_name)} IS NULL")
        cursor.execute(f"TRUNCATE {tables}")


@transaction.atomic
def replace_people(people: People, offices: Sequence[Office], today: date) -> None:
    """All accounts, memberships and instructions of the demo's places, anew."""
    _remove_people(people, offices)
    Person.objects.bulk_create(people.persons.values(), ignore_conflicts=True)  # who stayed, see _remove_people
    password = make_password(PASSWORD)
    accounts = [
        Account(id=key_of(f"account {s.email}"), email=s.email, person_id=s.person, password=password)
        for s in people.signs
    ]
    Account.objects.bulk_create(accounts, ignore_conflicts=True)
    EmailAddress.objects.bulk_create(
        (EmailAddress(user=a, email=a.email, verified=True, primary=True) for a in accounts), ignore_conflicts=True
    )
    Membership.objects.bulk_create(people.memberships)
    Instruction.objects.bulk_create(people.instructions)
    store_records(people, offices, today)
    for office in offices:
        _make_client(office, people)


def _remove_people(people: People, offices: Sequence[Office]) -> None:
    """Everyone who belongs to the demo's places; who belongs elsewhere as well keeps account and name."""
    providers = {s.organisation for s in people.signs if s.organisation}
    WorkItem.objects.filter(office__in=offices).delete()
    Event.objects.filter(office__in=offices).delete()
    Endpoint.objects.filter(office__in=offices).delete()
    Invitation.objects.filter(Q(office__in=offices) | Q(organisation__in=providers)).delete()
    Instruction.objects.filter(office__in=offices).delete()
    clients = ApiClient.objects.filter(office__in=offices)
    Client.objects.filter(pk__in=clients.values("pk")).delete()
    clients.delete()
    made = [m.pk for m in people.memberships]
    memberships = Membership.objects.filter(Q(office__in=offices) | Q(organisation__in=providers) | Q(pk__in=made))
    persons = set(memberships.values_list("person", flat=True))
    clear_records(offices, persons)
    remove_training(offices)
    memberships.delete()
    Account.objects.filter(person__in=persons, person__memberships=None).delete()
    Person.objects.filter(pk__in=persons, memberships=None).delete()


def _make_client(office: Office, people: People) -> None:
    person = next(m.person for m in people.memberships if m.office_id == office.key and m.person.technical)
    client = ApiClient.objects.create(
        client_id=client_id(office.key), office=office, person=person, name=f"Fachverfahren {office.name}"
    )
    register_client(client, client_secret(office.key))


def client_id(office: str) -> str:
    return f"demo-{office.replace('_', '-')}"


def client_secret(office: str) -> str:
    """The same at every start of one installation, and of no use in another."""
    return salted_hmac("demo api client", office, algorithm="sha256").hexdigest()


def as_entry(sign: Sign) -> dict[str, Any]:
    """An account as demo.json shows it."""
    return {
        "email": sign.email,
        "password": PASSWORD,
        "role": sign.role.value,
        "role_label": sign.role.label,
        "office": sign.offices[0] if sign.offices else None,
        "offices": list(sign.offices),
        "organisation": sign.organisation,
        "name": sign.name,
    }
