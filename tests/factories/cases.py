"""Cases, written straight into an office's schema."""

from datetime import timedelta
from typing import Any

from django.db import connection
from django.db.models import Model
from django.utils import timezone

from cases.models import (
    Assignment,
    CaseDocument,
    CaseFile,
    CaseImport,
    CaseNote,
    CasePerson,
    CaseRules,
    EmergencyAccess,
    PersonRequest,
    Protection,
    ProviderNotice,
    Resource,
    StandIn,
)
from contracts.models import District
from kernel import clock
from kernel.keys import uuid7
from kernel.retention.models import Disposal, Hold
from kernel.sealed.index import blind_parts
from tests.factories import contracts

TABLE = b"Aktenzeichen;Raum;Fachkraft;Beginn\r\nA-1;Atlantis;Niemand;1.2.2024\r\n"


def case(where: District | None = None, organisation: str = "alpha", **fields: Any) -> CaseFile:
    """A case with a provider in it."""
    where = where or contracts.district()
    row = CaseFile.objects.create(
        district=where,
        **({"number": f"F-{uuid7().hex[-8:]}", "worker": uuid7(), "begins": contracts.LONG_AGO} | fields),
    )
    contracts.engagement(organisation)
    Assignment.objects.create(case=row, reference=contracts.reference(organisation, where))
    return row


def person(of: CaseFile, role: str = "child", **fields: Any) -> CasePerson:
    """Someone of the family, with the next letter."""
    fields = {"given_name": "Kim", "family_name": "Beispiel"} | fields
    letter = f"{role[0].upper()}{of.persons.count() + 1}"
    parts = blind_parts(connection.schema_name, fields["given_name"], fields["family_name"])
    return CasePerson.objects.create(case=of, role=role, **{"letter": letter, "name_parts": parts} | fields)


def resource(*where: District, **fields: Any) -> Resource:
    """Something of the resource map, confirmed today."""
    row = Resource.objects.create(
        **(
            {"kind": "club", "name": "Sportverein", "last_confirmed_on": clock.today(), "confirmed_by": uuid7()}
            | fields
        )
    )
    row.districts.set(where or [contracts.district()])
    return row


def protection(of: CaseFile | None = None, *members: Any, **fields: Any) -> Protection:
    """A § 8a process with these professionals in charge, the first of them responsible."""
    where = fields.pop("district", None) or (of.district if of else contracts.district())
    defaults = {"number": f"S-{uuid7().hex[-8:]}", "source": "office", "concern": "Blaue Flecken am Arm"}
    stamps = {"raised_by": uuid7(), "raised_at": timezone.now(), "assess_until": clock.today()}
    row = Protection.objects.create(case=of, district=where, **(defaults | stamps | fields))
    for number, who in enumerate(members):
        row.members.create(person=who, responsible=number == 0)
    return row


def notice(organisation: str = "alpha", **fields: Any) -> ProviderNotice:
    """A provider's notification of signs of endangerment."""
    defaults = {"author": uuid7(), "about": "Kind aus der Gruppe", "concern": "Kommt ohne Essen", "family_told": True}
    where = fields.pop("district", None) or contracts.district()
    return ProviderNotice.objects.create(organisation_id=organisation, district=where, **(defaults | fields))


def emergency(of: CaseFile, **fields: Any) -> EmergencyAccess:
    """A case that somebody opened in an emergency just now."""
    now = timezone.now()
    defaults = {"person": uuid7(), "reason": "Kind steht vor der Tür", "opened_at": now}
    return EmergencyAccess.objects.create(case=of, **(defaults | {"expires_at": now + timedelta(hours=24)} | fields))


def filled(of: CaseFile) -> list[Model]:
    """One of each that lies in a case or beside it."""
    who = uuid7()
    return [
        person(of),
        CaseNote.objects.create(case=of, author=who, happened_on=of.begins, text="Hausbesuch"),
        CaseDocument.objects.create(
            case=of,
            kind="upload",
            title="Zeugnis",
            filename="zeugnis.pdf",
            media_type="application/pdf",
            size=3,
            content=b"abc",
            scan="none",
            added_by=who,
        ),
        StandIn.objects.create(worker=who, stand_in=uuid7(), begins=of.begins, ends=clock.today()),
        emergency(of),
        CaseImport.objects.create(filename="Tabelle", content=TABLE, uploaded_by=who),
        CaseRules.objects.create(),
    ]


def person_request(of: CasePerson, **fields: Any) -> PersonRequest:
    """Somebody asked for the own data."""
    return PersonRequest.objects.create(person=of, **({"kind": "inspection", "received_on": clock.today()} | fields))


def disposal(**fields: Any) -> Disposal:
    """A file on its way to the archive."""
    defaults = {"model": "cases.casefile", "record": uuid7(), "rule": "help_file", "due_on": clock.today()}
    return Disposal.objects.create(**(defaults | {"state": "restricted", "restricted_on": clock.today()} | fields))


def hold(**fields: Any) -> Hold:
    """Something whose deletion is held up."""
    defaults = {"model": "cases.casefile", "record": uuid7(), "reason": "Klage", "begins": clock.today()}
    return Hold.objects.create(**(defaults | {"placed_by": uuid7()} | fields))


def apart(where: District, of: CasePerson | None = None) -> list[Any]:
    """A process, a notice, a resource, somebody's request, and what is on its way out or held up."""
    of = of or person(case(where))
    return [
        protection(district=where),
        notice(district=where),
        resource(where),
        person_request(of),
        disposal(),
        hold(),
    ]
