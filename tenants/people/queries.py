"""Reads with a shape: an office's people, a provider's people over all offices, a person's own memberships."""

from datetime import date
from typing import Any

from django.db.models import Case, CharField, DateField, F, Max, OuterRef, Q, QuerySet, Subquery, Value, When

from kernel.access.actor import PROVIDER_ROLES, Actor
from tenants.people.models import Instruction, Membership, Person
from tenants.people.policy import ClientPerm, PeoplePerm, StaffPerm, client_policy, membership_policy, staff_policy
from tenants.registry.models import Office
from tenants.worklist.models import OwnEngagement

STATUS = {
    "active": "hat Zugang",
    "waiting": "Unterweisung fehlt",
    "expired": "Unterweisung abgelaufen",
    "future": "beginnt noch",
    "ended": "beendet",
}
STATUS_TONES = {"active": "success", "waiting": "warning", "expired": "danger", "future": "info", "ended": "neutral"}


def _instruction_ends() -> Subquery:
    own = Instruction.objects.filter(
        person=OuterRef("person"), office=OuterRef("office"), organisation=OuterRef("organisation")
    )
    return Subquery(own.order_by().values("person").annotate(last=Max("ends")).values("last"), output_field=DateField())


def with_status(rows: QuerySet[Membership], today: date) -> QuerySet[Any]:
    """Each membership with `instructed_until` and `status`: whether it opens the office today, and if not, why."""
    return rows.annotate(instructed_until=_instruction_ends()).annotate(
        status=Case(
            When(Q(ends__lt=today) | Q(ends__lt=F("begins")), then=Value("ended")),
            When(begins__gt=today, then=Value("future")),
            When(office=None, then=Value("active")),
            When(role__in=sorted(PROVIDER_ROLES), instructed_until=None, then=Value("waiting")),
            When(role__in=sorted(PROVIDER_ROLES), instructed_until__lt=today, then=Value("expired")),
            default=Value("active"),
            output_field=CharField(),
        )
    )


def people_for(actor: Actor) -> QuerySet[Any]:
    """The people of the office, each role a row; other systems are listed apart."""
    rows = membership_policy.rows(actor, PeoplePerm.VIEW).filter(person__technical=False).select_related("organisation")
    return with_status(rows, actor.today)


def to_instruct_for(actor: Actor, before: date) -> QuerySet[Any]:
    """Provider staff of the office whom only an instruction lets in, or whose instruction ends soon (R19)."""
    staff = people_for(actor).exclude(organisation=None).exclude(status__in=["ended", "future"])
    return staff.filter(Q(instructed_until=None) | Q(instructed_until__lt=before)).order_by(
        "instructed_until", "sort_key"
    )


def staff_for(actor: Actor) -> QuerySet[Any]:
    """The own people of the provider, each office a row."""
    return with_status(staff_policy.rows(actor, StaffPerm.VIEW).select_related("office"), actor.today)


def offices_open_to(actor: Actor) -> dict[str, str]:
    """Offices that have let the organisation in: by engagement, or one of its people. Key and name."""
    people = Membership.objects.filter(organisation=actor.place).exclude(office=None)
    engaged = OwnEngagement.objects.filter(organisation=actor.place)
    rows = Office.objects.filter(Q(pk__in=people.values("office")) | Q(pk__in=engaged.values("office")))
    return dict(rows.order_by("name").values_list("pk", "name"))


def own_memberships(person: Person, today: date) -> QuerySet[Any]:
    """What a person sees of themselves."""
    rows = Membership.objects.filter(person=person).select_related("office", "organisation").order_by("-begins")
    return with_status(rows, today)


def clients_for(actor: Actor) -> QuerySet[Any]:
    """Other systems with access to the office, each with its latest `role`."""
    held = Membership.objects.filter(person=OuterRef("person"), office=OuterRef("office")).order_by("-begins")
    return client_policy.rows(actor, ClientPerm.VIEW).annotate(role=Subquery(held.values("role")[:1]))
