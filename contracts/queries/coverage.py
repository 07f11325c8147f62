"""Where a provider is missing, today or from a day on (R2); the page, Heute and the API ask here.

Where the office works with leads, a field of help that has or had a lead in a district needs one, and education always.
Elsewhere a district needs any provider at all. Nobody's exclusive right follows from a role (R7).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q

from contracts.models import District, FieldOfHelp, ProviderRole
from contracts.policy import district_policy, role_policy
from kernel.access.actor import Actor
from kernel.web import words

DAY = timedelta(days=1)
type Period = tuple[date, date | None]


@dataclass(frozen=True)
class Gap:
    """A district without a provider between two days; no end: nobody is planned to follow."""

    district: District
    field: FieldOfHelp | None
    begins: date
    ends: date | None
    today: date

    @property
    def field_label(self) -> str:
        return str(self.field.label) if self.field else "alle Hilfefelder"

    @property
    def now(self) -> bool:
        return self.begins <= self.today

    @property
    def sentence(self) -> str:
        name = self.district.name_on(self.begins)
        return f"Für {name} fehlt {'' if self.now else f'ab {words.day_text(self.begins)} '}ein Träger."

    @property
    def reason(self) -> str:
        return f"{self.field_label}: Niemand ist dann federführend." if self.field else "Niemand hat dann eine Rolle."


def gaps_for(actor: Actor, until: date | None = None) -> list[Gap]:
    """Gaps from today on that begin at the latest on `until`, the earliest first; two queries and the names."""
    districts = (
        district_policy.rows(actor)
        .filter(Q(ends=None) | Q(ends__gte=actor.today))
        .prefetch_related("names")
        .order_by("sort_key", "id")
    )
    uses_leads = bool(actor.settings.get("uses_leads"))
    roles = role_policy.rows(actor)
    if uses_leads:
        roles = roles.filter(kind=ProviderRole.Kind.LEAD)
    periods: dict[tuple[object, str | None], list[Period]] = {}
    for district, field, begins, ends in roles.order_by("begins").values_list(
        "district", "field_of_help", "begins", "ends"
    ):
        periods.setdefault((district, field if uses_leads else None), []).append((begins, ends))
    found = [
        Gap(district, field, begins, ends, actor.today)
        for district in districts
        for field in (FieldOfHelp if uses_leads else (None,))
        if field in (None, FieldOfHelp.EDUCATION) or (district.pk, field) in periods
        for begins, ends in uncovered(
            periods.get((district.pk, field), []), max(actor.today, district.begins), district.ends
        )
        if until is None or begins <= until
    ]
    return sorted(found, key=lambda gap: gap.begins)


def uncovered(periods: Iterable[Period], first: date, last: date | None) -> list[Period]:
    """The stretches from `first` to `last` that no period covers; periods are sorted by their begin."""
    gaps: list[Period] = []
    day = first
    for begins, ends in periods:
        if last and begins > last:
            break
        if begins > day:
            gaps.append((day, begins - DAY))
        if ends is None:
            return gaps
        day = max(day, ends + DAY)
    if last is None or day <= last:
        gaps.append((day, last))
    return gaps
