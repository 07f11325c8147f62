"""Cases, written straight into an office's schema."""

from typing import Any

from django.db import connection

from cases.models import Assignment, CaseFile, CasePerson
from contracts.models import District
from kernel.keys import uuid7
from kernel.sealed.index import blind_parts
from tests.factories import contracts


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
