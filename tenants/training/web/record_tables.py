"""Lists of certificates, recognitions, requirements, and of who has what."""

from typing import Any

import django_filters
import django_tables2
from django.db.models import Q, QuerySet
from django.urls import reverse

from kernel.access.actor import Role
from kernel.keys import uuid7
from kernel.web import words
from kernel.web.tables import (
    NUMERIC,
    BadgeColumn,
    CodeColumn,
    DayColumn,
    MinutesColumn,
    NumberColumn,
    PressColumn,
    Table,
)
from tenants.people.models import Membership
from tenants.training.codes import grouped
from tenants.training.models import Certificate, ConductAssurance, Recognition, Requirement
from tenants.training.policy.record import RequirementPerm, requirement_policy
from tenants.training.queries import conduct, coverage, record
from tenants.training.web.record_tabs import address

OWN_STAFF = "Jugendamt"
RECOGNITION_TONES = {"asked": "info", "recognised": "success", "refused": "danger"}


def linked(name: str, key: str = "pk") -> Any:
    """A link to the page of the row in the place of the request."""
    return lambda record, table: address(table.request, name, getattr(record, key))


def by_name(record: coverage.Coverage, table: Table) -> str | None:
    """To the names behind the numbers, for whoever may read them (R26)."""
    request: Any = table.request
    if request.place.kind == "organisation":
        return address(request, "coverage-names", record.requirement)
    may = requirement_policy.allows(request.actor, RequirementPerm.NAMES)
    return address(request, "requirement", record.requirement) if may else None


class ByName(django_filters.FilterSet):
    """By a part of the name, and by state."""

    q = django_filters.CharFilter(label="Suchen", method="by_text", max_length=120)
    texts: tuple[str, ...] = ("display_name",)

    def by_text(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        condition = Q()
        for column in self.texts:
            condition |= Q(**{f"{column}__icontains": value.replace("\x00", "")})
        return rows.filter(condition)


def states(choices: dict[str, str], label: str = "Stand", empty: str = "alle") -> django_filters.ChoiceFilter:
    return django_filters.ChoiceFilter(label=label, empty_label=empty, choices=list(choices.items()))


class CertificateTable(Table):
    caption = "Nachweise"
    display_name = django_tables2.Column(verbose_name="Name", order_by="sort_key")
    title = django_tables2.Column(verbose_name="Fortbildung", linkify=linked("record-entry"))
    office = django_tables2.Column(verbose_name="ausgestellt von", accessor="office__name")
    organisation = django_tables2.Column(verbose_name="Arbeitgeber damals", order_by="organisation__sort_key")
    minutes = MinutesColumn(verbose_name="Dauer")
    completed_on = DayColumn()
    valid_until = DayColumn(default="ohne Ende")
    state = BadgeColumn(tones=record.STATE_TONES, labels=record.STATES, verbose_name="Stand")
    code = CodeColumn(verbose_name="Prüfcode", visible=False)

    class Meta:
        model = Certificate
        fields = (
            "display_name", "title", "office", "organisation", "minutes", "completed_on", "valid_until", "state", "code",
        )  # fmt: skip


class OwnCertificateTable(CertificateTable):
    code = CodeColumn(
        verbose_name="Prüfcode",
        linkify=lambda record: reverse("certificate-checked", args=[record.code]),
        orderable=False,
    )

    class Meta(CertificateTable.Meta):
        exclude = ("display_name",)

    def render_code(self, value: str) -> str:
        return grouped(value)


class CertificateFilter(ByName):
    texts = ("display_name", "title")
    state = states(record.STATES)


class RecognitionTable(Table):
    caption = "Anträge auf Anerkennung"
    display_name = django_tables2.Column(verbose_name="Name", order_by="sort_key")
    title = django_tables2.Column(linkify=linked("recognition"))
    institution = django_tables2.Column()
    curriculum = django_tables2.Column(verbose_name="anerkennen als", order_by="curriculum__sort_key")
    office = django_tables2.Column(verbose_name="Jugendamt", accessor="office__name")
    completed_on = DayColumn()
    state = BadgeColumn(tones=RECOGNITION_TONES, labels=dict(Recognition.State.choices))

    class Meta:
        model = Recognition
        fields = ("display_name", "title", "institution", "curriculum", "office", "completed_on", "state")


class RecognitionFilter(ByName):
    texts = ("display_name", "title", "institution")
    state = django_filters.ChoiceFilter(label="Stand", empty_label="alle", choices=Recognition.State.choices)


def role_names(roles: list[str]) -> str:
    return ", ".join(Role(role).label for role in roles)


class RequirementTable(Table):
    caption = "Pflichten"
    curriculum = django_tables2.Column(order_by="curriculum__sort_key", linkify=linked("requirement"))
    roles = django_tables2.Column(orderable=False)
    within_months = NumberColumn()
    begins = DayColumn()
    ends = DayColumn()

    class Meta:
        model = Requirement
        fields = ("curriculum", "roles", "within_months", "begins", "ends")

    def render_roles(self, value: list[str]) -> str:
        return role_names(value)

    value_roles = render_roles


class StandingTable(Table):
    """Who must have it, and how they stand."""

    caption = "Wer den Nachweis braucht"
    display_name = django_tables2.Column(verbose_name="Name", order_by="sort_key")
    organisation = django_tables2.Column(
        verbose_name="arbeitet für", default=OWN_STAFF, order_by="organisation__sort_key"
    )
    state = BadgeColumn(tones=coverage.STATE_TONES, labels=coverage.STATES, verbose_name="Stand", order_by="state")
    due = DayColumn(verbose_name="nötig bis")
    until = DayColumn(verbose_name="gilt bis")

    class Meta:
        model = Membership
        fields = ("display_name", "organisation", "state", "due", "until")


class StandingFilter(ByName):
    state = states(coverage.STATES)


class CoverageTable(Table):
    """Numbers per requirement and group; rows are `queries.coverage.Coverage`."""

    caption = "Abdeckung"
    curriculum = django_tables2.Column(verbose_name="Pflicht", linkify=by_name)
    label = django_tables2.Column(verbose_name="Wo")
    needed = NumberColumn(verbose_name="brauchen ihn")
    valid = NumberColumn(verbose_name="gültig")
    percent = django_tables2.Column(verbose_name="Anteil", attrs=NUMERIC)
    soon = NumberColumn(verbose_name="läuft in 6 Monaten aus")
    lacking = NumberColumn(verbose_name="fehlt")
    overdue = NumberColumn(verbose_name="davon überfällig")
    next_due = DayColumn(verbose_name="nächste Frist")

    def render_percent(self, value: int) -> str:
        return words.percent(value, 0)


class ConductTable(Table):
    caption = "Führungszeugnisse der eigenen Personen"
    display_name = django_tables2.Column(
        verbose_name="Name", order_by="sort_key", linkify=linked("conduct-record", "person_id")
    )
    state = BadgeColumn(tones=conduct.STATE_TONES, labels=conduct.STATES, verbose_name="Stand", order_by="state")
    certificate_date = DayColumn(verbose_name="Datum des Zeugnisses")
    inspected_on = DayColumn(verbose_name="eingesehen am")

    class Meta:
        model = Membership
        fields = ("display_name", "state", "certificate_date", "inspected_on")


class ConductFilter(ByName):
    state = states(conduct.STATES)


def release_button(record: Any, table: Table) -> dict[str, Any]:
    """Give the release, or take back the one that was given."""
    if record.released:
        label, url = "Zurücknehmen", reverse("own-release-revoke", args=[record.released])
    else:
        label, url = "Alle freigeben", reverse("own-release-give", args=[record.pk])
    return {"label": label, "url": url, "of": record.name, "fields": {"submission": uuid7()}}


class ReleaseTable(Table):
    caption = "Freigaben"
    name = django_tables2.Column(verbose_name="Träger", order_by="sort_key")
    sees = django_tables2.Column(verbose_name="sieht", accessor="released", empty_values=(), orderable=False)
    released_on = DayColumn(verbose_name="freigegeben am")
    action = PressColumn(release_button)

    class Meta:
        fields = ("name", "sees", "released_on", "action")

    def render_sees(self, record: Any) -> str:
        return "alle Ihre Nachweise" if record.released else "nur, was Sie dort gelernt haben"

    value_sees = render_sees


class OwnAssuranceTable(Table):
    caption = "Zusicherungen an Jugendämter"
    name = django_tables2.Column(verbose_name="Jugendamt")
    people = NumberColumn(verbose_name="Personen")
    last = DayColumn(verbose_name="zuletzt zugesichert am", default="noch nicht zugesichert")
    action = PressColumn(
        lambda record, table: {
            "label": "Zusichern",
            "url": address(table.request, "assurance-give", record["office"]),
            "of": record["name"],
            "fields": {"submission": uuid7()},
        }
    )

    class Meta:
        fields = ("name", "people", "last", "action")


class AssuranceTable(Table):
    caption = "Zusicherungen der Träger"
    organisation = django_tables2.Column(verbose_name="Träger", order_by="organisation__sort_key")
    office = django_tables2.Column(verbose_name="Jugendamt", accessor="office__name")
    people = NumberColumn()
    given_on = DayColumn()

    class Meta:
        model = ConductAssurance
        fields = ("organisation", "office", "people", "given_on")
