"""What the service itself keeps, removed when its term is over: sign-ins, jobs, invitations, accounts of those who left."""

from datetime import timedelta

from dateutil.relativedelta import relativedelta
from django.contrib.sessions.models import Session
from django.db import connection, transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django_tenants.utils import get_tenant_model

from kernel.clock import today
from kernel.submissions.models import Submission
from kernel.tenancy.place import PORTAL, transaction_in
from tenants.notices.models import Delivery
from tenants.people.models import Account, Invitation, Membership
from tenants.people.usecases.joining import LIFETIME
from tenants.registry.models import JoinRequest, Organisation
from tenants.training.usecases.conduct import delete_due_checks
from tenants.worklist.models import Event

JOBS = timedelta(days=30)
INVITATIONS = relativedelta(years=1)
NOTICES = timedelta(days=90)
ACCOUNTS = relativedelta(months=6)
FINISHED = ("succeeded", "failed", "cancelled", "aborted")


def clear() -> None:
    """Run as the login role, which belongs to no place."""
    now = timezone.now()
    with transaction.atomic():
        Session.objects.filter(expire_date__lt=now).delete()
        Submission.objects.filter(at__lt=now - JOBS).delete()
        with connection.cursor() as cursor:
            cursor.execute(
                "DELETE FROM procrastinate_jobs j WHERE j.status::text = ANY(%s)"
                " AND NOT EXISTS (SELECT FROM procrastinate_events e WHERE e.job_id = j.id AND e.at >= %s)",
                [list(FINISHED), now - JOBS],
            )
    with transaction_in(PORTAL):
        Invitation.objects.filter(expires_at__lt=now - INVITATIONS).delete()
        JoinRequest.objects.filter(created_at__lt=now - INVITATIONS).delete()
        JoinRequest.objects.filter(created_at__lt=now - LIFETIME, confirmed_at=None).delete()
        Event.objects.filter(told_at__lt=now - NOTICES).delete()
        Delivery.objects.filter(created_at__lt=now - NOTICES).delete()
        gone_accounts().delete()
    for office in get_tenant_model().objects.filter(status="active"):
        with transaction_in(office.place):
            Submission.objects.filter(at__lt=now - JOBS).delete()
    for organisation in providers():
        with transaction_in(organisation.place):
            delete_due_checks()


def providers() -> list[Organisation]:
    with transaction_in(PORTAL, read_only=True):
        return list(Organisation.objects.order_by("key"))


def gone_accounts() -> QuerySet[Account]:
    """Accounts whose person had access once, and has had none for six months; who never had any is kept."""
    own = Membership.objects.filter(person=OuterRef("person"))
    still = own.filter(Q(ends=None) | Q(ends__gte=today() - ACCOUNTS))
    return Account.objects.filter(Exists(own), ~Exists(still))
