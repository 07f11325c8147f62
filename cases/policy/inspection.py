"""Who deals with what people ask about their own data (Art. 15, 16, 21 DSGVO)."""

from enum import StrEnum

from django.db.models import Q

from cases.models import CaseFile, PersonRequest
from cases.policy.scopes import own_cases
from kernel.access.actor import Actor, Role
from kernel.access.policy import Grant, Policy


class RequestPerm(StrEnum):
    VIEW = "person_request.view"
    ANSWER = "person_request.answer"


def of_own_cases(actor: Actor, role: Role) -> Q:
    """Requests of people in the cases that the actor works on."""
    return Q(person__case__in=CaseFile.objects.filter(own_cases(actor, role)).values("pk"))


def of_open_cases(actor: Actor, role: Role) -> Q:
    """Requests of people in all cases whose term is not over."""
    return Q(person__case__restricted_on=None)


request_policy = Policy(
    PersonRequest,
    RequestPerm,
    view=RequestPerm.VIEW,
    sensitive=True,
    grants=[
        Grant(Role.CASE_WORKER, set(RequestPerm), of_own_cases),
        Grant(Role.ASD_LEAD, set(RequestPerm), of_open_cases),
    ],
)
