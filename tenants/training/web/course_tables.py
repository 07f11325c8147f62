"""Lists of courses, registrations and costs."""

import django_filters
import django_tables2
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.html import format_html

from kernel.web.forms import button
from kernel.web.tables import ActionColumn, BadgeColumn, DayColumn, MoneyColumn, NumberColumn, PressColumn, Table
from tenants.training.models import Course, Curriculum, Registration

COURSE_TONES = {"draft": "neutral", "open": "success", "held": "info", "cancelled": "danger"}
REGISTRATION_TONES = {"placed": "success", "waiting": "warning", "cancelled": "neutral"}
REGISTRATION_LABELS = dict(Registration.State.choices)


class CourseTable(Table):
    caption = "Kurse"
    title = django_tables2.Column(linkify=lambda record: reverse("course", args=[record.pk]))
    office = django_tables2.Column(verbose_name="Veranstaltet von", accessor="office__name")
    first_day = DayColumn(verbose_name="beginnt")
    last_day = DayColumn(verbose_name="endet")
    registers_until = DayColumn()
    capacity = NumberColumn()
    state = BadgeColumn(tones=COURSE_TONES)
    own = BadgeColumn(tones=REGISTRATION_TONES, labels=REGISTRATION_LABELS, verbose_name="Sie", orderable=False)

    class Meta:
        model = Course
        fields = ("title", "office", "first_day", "last_day", "registers_until", "capacity", "state", "own")


class OfferedTable(CourseTable):
    """The same in a provider's workspace."""

    title = django_tables2.Column(
        linkify=lambda record, table: reverse(
            "offered-course", args=[table.request.resolver_match.kwargs["organisation"], record.pk]
        )
    )

    class Meta(CourseTable.Meta):
        pass


class CourseFilter(django_filters.FilterSet):
    """What is to come, if nothing else is chosen."""

    q = django_filters.CharFilter(label="Titel", method="by_title", max_length=100)
    state = django_filters.ChoiceFilter(
        label="Stand",
        empty_label="alle, die kommen",
        choices=[*Course.State.choices, ("all", "alle")],
        method="by_state",
    )

    def by_title(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        return rows.filter(title__icontains=value.replace("\x00", ""))

    def by_state(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        return rows if value == "all" else rows.filter(state=value)

    def filter_queryset(self, queryset: QuerySet) -> QuerySet:
        rows = super().filter_queryset(queryset)
        return rows if self.form.cleaned_data.get("state") else rows.exclude(state__in=["held", "cancelled"])


class CurriculumTable(Table):
    caption = "Lehrgänge"
    title = django_tables2.Column(order_by="sort_key", linkify=lambda record: reverse("curriculum", args=[record.pk]))
    office = django_tables2.Column(accessor="office__name", verbose_name="beschrieben von")
    valid_months = NumberColumn(verbose_name="gilt Monate")
    retired_on = DayColumn()

    class Meta:
        model = Curriculum
        fields = ("title", "office", "valid_months", "retired_on")


class RegistrationTable(Table):
    """All whom the actor may see, over all courses."""

    caption = "Anmeldungen"
    display_name = django_tables2.Column(
        verbose_name="Name", order_by="sort_key", linkify=lambda record: reverse("registration", args=[record.pk])
    )
    employer = django_tables2.Column(verbose_name="Arbeitet bei", orderable=False)
    course = django_tables2.Column(
        verbose_name="Kurs", accessor="course__title", linkify=lambda record: reverse("course", args=[record.course_id])
    )
    first_day = DayColumn(verbose_name="beginnt", accessor="course__first_day")
    state = BadgeColumn(tones=REGISTRATION_TONES)
    registered_at = DayColumn()

    class Meta:
        model = Registration
        fields = ("display_name", "employer", "course", "first_day", "state", "registered_at")


class StaffRegistrationTable(RegistrationTable):
    """The own people of a provider."""

    display_name = django_tables2.Column(verbose_name="Name", order_by="sort_key")
    course = django_tables2.Column(
        verbose_name="Kurs",
        accessor="course__title",
        linkify=lambda record, table: reverse(
            "offered-course", args=[table.request.resolver_match.kwargs["organisation"], record.course_id]
        ),
    )

    class Meta(RegistrationTable.Meta):
        exclude = ("employer",)


class ColleagueTable(Table):
    """The own people of a provider in one course."""

    caption = "Von uns angemeldet"
    display_name = django_tables2.Column(verbose_name="Name", order_by="sort_key")
    state = BadgeColumn(tones=REGISTRATION_TONES)
    registered_at = DayColumn()
    certificate = django_tables2.Column(
        verbose_name="Bescheinigung",
        accessor="certified",
        orderable=False,
        linkify=lambda record, table: (
            table.own_address("staff-registration-certificate", record) if record.certified else None
        ),
    )
    cancel = PressColumn(
        lambda record, table: {
            "url": table.own_address("staff-registration-cancel", record),
            "label": "Abmelden",
            "of": record.display_name,
            "tone": "tertiary",
            "fields": button(record),
        }
    )

    class Meta:
        model = Registration
        fields = ("display_name", "state", "registered_at", "certificate", "cancel")

    def own_address(self, name: str, record: Registration) -> str:
        return reverse(name, args=[self.request.resolver_match.kwargs["organisation"], record.pk])  # type: ignore[union-attr]

    def render_certificate(self, value: bool, record: Registration) -> str:
        return format_html('PDF<span class="kern-sr-only"> für {}</span>', record.display_name) if value else ""


class OwnCourseTable(Table):
    """One's own, at the service's own address."""

    caption = "Meine Kurse"
    course = django_tables2.Column(verbose_name="Kurs", accessor="course__title")
    office = django_tables2.Column(verbose_name="Veranstaltet von", accessor="course__office__name")
    first_day = DayColumn(verbose_name="beginnt", accessor="course__first_day")
    last_day = DayColumn(verbose_name="endet", accessor="course__last_day")
    state = BadgeColumn(tones=REGISTRATION_TONES)
    certificate = ActionColumn(
        "Bescheinigung (PDF)",
        lambda record: reverse("own-certificate", args=[record.pk]) if record.certified else None,
        of=lambda record: record.course.title,
    )
    feedback = ActionColumn(
        "Rückmeldung geben",
        lambda record: reverse("own-feedback", args=[record.pk]) if record.asks else None,
        of=lambda record: record.course.title,
    )

    class Meta:
        model = Registration
        fields = ("course", "office", "first_day", "last_day", "state", "certificate", "feedback")


class RegistrationFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(label="Name", method="by_name", max_length=100)
    state = django_filters.ChoiceFilter(
        label="Stand", empty_label="alle außer abgemeldete", choices=Registration.State.choices
    )

    def by_name(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        return rows.filter(display_name__icontains=value.replace("\x00", ""))

    def filter_queryset(self, queryset: QuerySet) -> QuerySet:
        rows = super().filter_queryset(queryset)
        return rows if self.form.cleaned_data.get("state") else rows.exclude(state="cancelled")


class ParticipantTable(Table):
    """Those of one course."""

    caption = "Teilnehmende und Warteliste"
    display_name = django_tables2.Column(
        verbose_name="Name", order_by="sort_key", linkify=lambda record: reverse("registration", args=[record.pk])
    )
    employer = django_tables2.Column(verbose_name="Arbeitet bei", orderable=False)
    state = BadgeColumn(tones=REGISTRATION_TONES)
    seat = NumberColumn(verbose_name="Platz")
    days = NumberColumn(verbose_name="Tage da")
    certified = BadgeColumn(
        tones={True: "success"}, labels={True: "ja", False: "nein"}, verbose_name="Bescheinigung", orderable=False
    )
    registered_at = DayColumn()

    class Meta:
        model = Registration
        fields = ("display_name", "employer", "state", "seat", "days", "certified", "registered_at")


class CostTable(Table):
    caption = "Wer was trägt"
    payer = django_tables2.Column(verbose_name="Wer")
    kind = django_tables2.Column(verbose_name="Art")
    places = NumberColumn(verbose_name="Plätze", total=True)
    amount = MoneyColumn(verbose_name="Betrag", total=True)

    class Meta:
        fields = ("payer", "kind", "places", "amount")
