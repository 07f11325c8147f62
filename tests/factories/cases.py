"""Cases, written straight into an office's schema."""

from typing import Any

from cases.models import Assignment, CaseFile
from contracts.models import District
from kernel.keys import uuid7
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
