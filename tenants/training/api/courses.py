"""Curricula, courses and registrations in the API (R26)."""

from typing import Any

import django_filters as filters
from django.db.models import QuerySet
from rest_framework import serializers

from kernel.api.commands import change, command, creation
from kernel.api.filters import choice, day
from kernel.api.serializers import Input, KeyField, ModelInput, Output, RowField, RowsField
from kernel.api.viewsets import Listed, PolicyViewSet, Retrieved
from tenants.registry.models import Office, Organisation
from tenants.training.models import Course, CourseSession, Curriculum, Module, Registration
from tenants.training.policy.courses import (
    CoursePerm,
    CurriculumPerm,
    OfferedPerm,
    RegistrationPerm,
    StaffRegistrationPerm,
    course_policy,
    curriculum_policy,
    offered_policy,
    registration_policy,
    staff_registration_policy,
)
from tenants.training.queries.courses import with_attendance
from tenants.training.usecases import attendance, courses, curricula, registrations
from tenants.training.usecases.courses import MOST_PLACES, SessionGiven
from tenants.training.usecases.curricula import ModuleGiven

KEY = r"^[a-z][a-z0-9_]{1,40}$"
COURSE = [
    "title", "curriculum", "trainers", "place", "capacity", "registers_until", "shares_until", "cost", "office_percent",
]  # fmt: skip


class ModuleOutput(Output):
    class Meta:
        model = Module
        fields = ["id", "number", "title", "minutes"]


class CurriculumOutput(Output):
    modules = ModuleOutput(many=True, read_only=True)

    class Meta:
        model = Curriculum
        fields = ["id", "version", "office", "title", "purpose", "valid_months", "retired_on", "modules"]


class ModuleInput(Input):
    title = serializers.CharField(max_length=160)
    minutes = serializers.IntegerField(min_value=1, max_value=6000)

    def to_internal_value(self, data: Any) -> Any:
        return ModuleGiven(**super().to_internal_value(data))


class CurriculumInput(ModelInput):
    modules = serializers.ListField(child=ModuleInput(), min_length=1, max_length=30)

    class Meta:
        model = Curriculum
        fields = ["title", "purpose", "valid_months", "modules"]

    def current(self, row: Any) -> dict[str, Any]:
        modules = [ModuleGiven(m.title, m.minutes) for m in row.modules.all()]
        return super().current(row) | {"modules": modules}


class CurriculumRetiredInput(Input):
    retired_on = serializers.DateField()


class CurriculumViewSet(Listed, Retrieved, PolicyViewSet):
    policy = curriculum_policy
    permissions = {"list": CurriculumPerm.VIEW, "retrieve": CurriculumPerm.VIEW}
    serializer_class = CurriculumOutput
    tag, about = "Fortbildung", "Lehrgänge, Kurse und Anmeldungen; das Amt veranstaltet, alle Träger lernen mit."
    summaries = {"list": "Lehrgänge auflisten", "retrieve": "Einen Lehrgang lesen"}

    create = creation(curricula.add_curriculum, CurriculumInput, "Lehrgang anlegen")
    partial_update = change(curricula.change_curriculum, CurriculumInput, "Lehrgang ändern")
    retire_curriculum = command(
        curricula.retire_curriculum, "Lehrgang nicht mehr anbieten", path="retire", takes=CurriculumRetiredInput
    )

    def among(self) -> QuerySet:
        return Curriculum.objects.prefetch_related("modules")


class CourseSessionOutput(Output):
    class Meta:
        model = CourseSession
        fields = ["id", "day", "begins", "ends", "room"]


class TrainingCourseOutput(Output):
    sessions = CourseSessionOutput(many=True, read_only=True)
    modules = ModuleOutput(many=True, read_only=True)
    partners: Any = serializers.SlugRelatedField(slug_field="office_id", many=True, read_only=True)

    class Meta:
        model = Course
        fields = [
            "id",
            "version",
            "office",
            *COURSE,
            "state",
            "first_day",
            "last_day",
            "modules",
            "partners",
            "sessions",
        ]


class CourseInput(ModelInput):
    curriculum = RowField(curriculum_policy, required=False, allow_null=True)
    modules = serializers.ListField(child=serializers.UUIDField(), max_length=30, required=False)
    partners = serializers.ListField(child=KeyField(Office.objects.all(), KEY), max_length=50, required=False)

    class Meta:
        model = Course
        fields = [*COURSE, "modules", "partners"]
        extra_kwargs = {"capacity": {"min_value": 1, "max_value": MOST_PLACES}}

    def validate_modules(self, keys: list[Any]) -> list[Module]:
        found = list(Module.objects.filter(pk__in=keys))
        if len(found) != len(set(keys)):
            raise serializers.ValidationError("Das gibt es hier nicht.")
        return found

    def current(self, row: Any) -> dict[str, Any]:
        values = {name: getattr(row, name) for name in COURSE}
        partners = [partner.office for partner in row.partners.select_related("office")]
        return values | {"modules": list(row.modules.all()), "partners": partners}


class CourseSessionInput(Input):
    day = serializers.DateField()
    begins = serializers.TimeField()
    ends = serializers.TimeField()
    room = serializers.CharField(max_length=120, required=False, allow_blank=True, default="")

    def to_internal_value(self, data: Any) -> Any:
        return SessionGiven(**super().to_internal_value(data))


class CourseSessionsInput(Input):
    sessions = serializers.ListField(child=CourseSessionInput(), min_length=1, max_length=60)


class CourseShareInput(Input):
    organisation = KeyField(
        Organisation.objects.all(), KEY, allow_null=True, help_text="null: das Personal der Jugendämter"
    )
    places = serializers.IntegerField(min_value=0, max_value=MOST_PLACES)


class CourseSharesInput(Input):
    shares = serializers.ListField(child=CourseShareInput(), max_length=200)

    def validate_shares(self, rows: list[Any]) -> dict[str | None, int]:
        return {row["organisation"] and row["organisation"].pk: row["places"] for row in rows}


class CourseAttendanceInput(Input):
    session = serializers.UUIDField()
    present = RowsField(registration_policy, max_length=MOST_PLACES)

    def validate_session(self, key: Any) -> CourseSession:
        if found := CourseSession.objects.filter(pk=key).first():
            return found
        raise serializers.ValidationError("Das gibt es hier nicht.")

    def validate_present(self, rows: list[Registration]) -> list[Any]:
        return [row.pk for row in rows]


class ShareInput(Input):
    share = serializers.IntegerField(
        min_value=1, max_value=100, required=False, default=100, help_text="verlangte Anwesenheit in Prozent der Tage"
    )


class CourseFilter(filters.FilterSet):
    state = choice(choices=Course.State.choices, label="Stand")
    begins_from = day(field_name="first_day", lookup_expr="gte", label="beginnt ab")


class CourseViewSet(Listed, Retrieved, PolicyViewSet):
    policy = course_policy
    permissions = {"list": CoursePerm.VIEW, "retrieve": CoursePerm.VIEW}
    serializer_class = TrainingCourseOutput
    filterset_class = CourseFilter
    tag, about = "Fortbildung", CurriculumViewSet.about
    summaries = {"list": "Kurse auflisten", "retrieve": "Einen Kurs lesen"}

    create = creation(courses.add_course, CourseInput, "Kurs anlegen")
    partial_update = change(courses.change_course, CourseInput, "Kurs ändern")
    set_sessions = command(
        courses.set_sessions, "Tage festlegen", path="sessions", takes=CourseSessionsInput, method="put"
    )
    set_shares = command(courses.set_shares, "Anteile festlegen", path="shares", takes=CourseSharesInput, method="put")
    record_attendance = command(
        attendance.record_attendance,
        "Anwesenheit eines Tages",
        path="attendance",
        takes=CourseAttendanceInput,
        method="put",
    )
    open_course = command(courses.open_course, "Anmeldung öffnen", path="open")
    cancel_course = command(courses.cancel_course, "Kurs absagen", path="cancel")
    finish_course = command(
        attendance.finish_course, "Kurs abschließen und bescheinigen", path="finish", takes=ShareInput
    )

    def among(self) -> QuerySet:
        return Course.objects.prefetch_related("sessions", "modules", "partners")


class RegistrationOutput(Output):
    version = serializers.IntegerField(read_only=True)
    days = serializers.IntegerField(read_only=True, help_text="Tage, an denen die Person da war")

    class Meta:
        model = Registration
        fields = [
            "id", "version", "course", "person", "display_name", "organisation", "home_office", "state", "seat",
            "registered_at", "days",
        ]  # fmt: skip


class RegistrationInput(Input):
    course = RowField(course_policy)
    person = serializers.UUIDField()


class RegistrationFilter(filters.FilterSet):
    course = filters.UUIDFilter(label="Kurs")
    state = choice(choices=Registration.State.choices, label="Stand")


class RegistrationViewSet(Listed, Retrieved, PolicyViewSet):
    policy = registration_policy
    permissions = {"list": RegistrationPerm.VIEW, "retrieve": RegistrationPerm.VIEW}
    serializer_class = RegistrationOutput
    filterset_class = RegistrationFilter
    tag, about = "Fortbildung", CurriculumViewSet.about
    summaries = {"list": "Anmeldungen auflisten", "retrieve": "Eine Anmeldung lesen"}

    create = creation(registrations.register, RegistrationInput, "Anmelden; den Platz vergibt gleich darauf der Dienst")
    cancel_registration = command(registrations.cancel_registration, "Abmelden; wer wartet, rückt nach", path="cancel")
    issue_certificate = command(
        attendance.issue_certificate, "Bescheinigung ausstellen", path="certify", takes=ShareInput
    )

    def among(self) -> QuerySet:
        return with_attendance(Registration.objects.all())


class OfferedCourseOutput(Output):
    sessions = CourseSessionOutput(many=True, read_only=True)
    modules = ModuleOutput(many=True, read_only=True)

    class Meta:
        model = Course
        fields = [
            "id", "office", "curriculum", "title", "trainers", "place", "capacity", "registers_until", "state", "first_day",
            "last_day", "modules", "sessions",
        ]  # fmt: skip


class OfferedCourseViewSet(Listed, Retrieved, PolicyViewSet):
    policy = offered_policy
    permissions = {"list": OfferedPerm.VIEW, "retrieve": OfferedPerm.VIEW}
    serializer_class = OfferedCourseOutput
    filterset_class = CourseFilter
    tag = "Fortbildung beim Träger"
    about = "Kurse dieses Jugendamts und die Anmeldungen der eigenen Fachkräfte dazu. Jedes Jugendamt gibt dafür seinen eigenen Zugang."
    summaries = {"list": "Angebotene Kurse auflisten", "retrieve": "Einen angebotenen Kurs lesen"}

    def among(self) -> QuerySet:
        return Course.objects.prefetch_related("sessions", "modules")


class StaffRegistrationOutput(Output):
    version = serializers.IntegerField(read_only=True)

    class Meta:
        model = Registration
        fields = ["id", "version", "course", "person", "display_name", "state", "registered_at"]


class StaffRegistrationInput(Input):
    course = RowField(offered_policy)
    person = serializers.UUIDField()


class StaffRegistrationViewSet(Listed, Retrieved, PolicyViewSet):
    policy = staff_registration_policy
    permissions = {"list": StaffRegistrationPerm.VIEW, "retrieve": StaffRegistrationPerm.VIEW}
    serializer_class = StaffRegistrationOutput
    filterset_class = RegistrationFilter
    tag, about = OfferedCourseViewSet.tag, OfferedCourseViewSet.about
    summaries = {"list": "Eigene Anmeldungen auflisten", "retrieve": "Eine eigene Anmeldung lesen"}

    create = creation(
        registrations.register_colleague,
        StaffRegistrationInput,
        "Eine Fachkraft anmelden, die hier arbeitet; den Platz vergibt gleich darauf der Dienst",
    )
    cancel_colleague = command(registrations.cancel_colleague, "Eine Fachkraft abmelden", path="cancel")


ROUTES = {
    "curricula": CurriculumViewSet,
    "courses": CourseViewSet,
    "registrations": RegistrationViewSet,
    "offered-courses": OfferedCourseViewSet,
    "staff-registrations": StaffRegistrationViewSet,
}
