"""Certificates of conduct of a provider's own people: who is checked, who is not, what must go (R25)."""

from datetime import date
from typing import Any

from dateutil.relativedelta import relativedelta
from django.db.models import (
    Case,
    CharField,
    Count,
    DateField,
    Exists,
    F,
    Func,
    Max,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)

from kernel.access.actor import Actor
from tenants.people.models import Membership
from tenants.training.models import ConductCheck
from tenants.training.policy.record import ConductPerm, conduct_policy, own_assurance_policy
from tenants.training.queries.record import people_on

YEARS = relativedelta(years=5)  # after that a new certificate is asked for
STATES = {"checked": "eingesehen", "old": "älter als 5 Jahre", "missing": "fehlt", "refused": "mit Eintrag"}
STATE_TONES = {"checked": "success", "old": "warning", "missing": "warning", "refused": "danger"}


def staff_checked(actor: Actor, office: str | None = None) -> QuerySet[Any]:
    """Each of the own people today, with the newest check (`check`, `inspected_on`, `certificate_date`) and `state`."""
    own = Membership.objects.filter(organisation=actor.place)
    rows = people_on(own.filter(office=office) if office else own, actor.today)
    checks = conduct_policy.rows(actor, ConductPerm.VIEW).filter(person=OuterRef("person"))
    newest = checks.order_by("-inspected_on", "-created_at")
    return rows.annotate(
        check_id=Subquery(newest.values("pk")[:1]),
        inspected_on=Subquery(newest.values("inspected_on")[:1]),
        certificate_date=Subquery(newest.values("certificate_date")[:1]),
        clear=Subquery(newest.values("clear")[:1]),
    ).annotate(
        state=Case(
            When(check_id=None, then=Value("missing")),
            When(clear=False, then=Value("refused")),
            When(certificate_date__lt=actor.today - YEARS, then=Value("old")),
            default=Value("checked"),
            output_field=CharField(),
        )
    )


class SixMonthsAfter(Func):
    """The day on which the longest term of § 72a(5) ends."""

    template = "(%(expressions)s + interval '6 months')::date"
    output_field = DateField()


def due_checks(today: date) -> QuerySet[ConductCheck]:
    """What must go: no activity followed, or the last one ended six months ago; asked in the provider's place (R25)."""
    theirs = Membership.objects.filter(person=OuterRef("person"), organisation=OuterRef("organisation"))
    real = theirs.filter(Q(ends=None) | Q(ends__gte=F("begins")))  # one that is taken back never began
    last = real.order_by().values("person").annotate(last=Max("ends")).values("last")
    running = real.filter(Q(ends=None) | Q(ends__gte=today))
    rows = ConductCheck.objects.annotate(until=SixMonthsAfter(Subquery(last)))
    return rows.filter(~Exists(running)).filter(Q(until=None) | Q(until__lte=today))


def assured_offices(actor: Actor) -> list[dict[str, Any]]:
    """Offices in which own people work today, with their number and the day of the last assurance; two queries."""
    there = Membership.objects.on(actor.today).filter(organisation=actor.place).exclude(office=None)
    people = there.filter(person__technical=False).values("office", "office__name").order_by("office__name")
    given = own_assurance_policy.rows(actor).order_by().values("office").annotate(last=Max("given_on"))
    last = dict(given.values_list("office", "last"))
    return [
        {"office": row["office"], "name": row["office__name"], "people": row["people"], "last": last.get(row["office"])}
        for row in people.annotate(people=Count("person", distinct=True))
    ]
