"""When a notice goes into a mail: by the person's own choice per kind, or by what is usual."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.utils import timezone

from tenants.notices.models import Frequency
from tenants.worklist.models import Event

Kind = Event.Kind
HOUR, MINUTE = 6, 30  # of the mails that gather
MONDAY = 0

USUAL: Mapping[str, Frequency] = {
    Kind.HOURS_MISSING: Frequency.DAILY,
    Kind.HOURS_TO_APPROVE: Frequency.DAILY,
    Kind.INSTALMENT_EXPECTED: Frequency.WEEKLY,
    Kind.SIGNATURE_OUTSTANDING: Frequency.DAILY,
    Kind.CONTRACT_ENDING: Frequency.WEEKLY,
    Kind.INSTRUCTION_ENDING: Frequency.WEEKLY,
    Kind.PROOF_DUE: Frequency.DAILY,
    Kind.PROOF_QUERY: Frequency.AT_ONCE,
    Kind.TASK_DUE: Frequency.DAILY,
    Kind.CERTIFICATE_ENDING: Frequency.WEEKLY,
    Kind.SESSION_INVITED: Frequency.NEVER,  # it comes by mail anyway, with its date for the calendar
    Kind.WEBHOOK_PAUSED: Frequency.AT_ONCE,
    Kind.ENGAGED: Frequency.AT_ONCE,
    Kind.COURSE_PLACE: Frequency.NEVER,  # these come by mail anyway, with the days of the course
    Kind.COURSE_WAITING: Frequency.NEVER,
    Kind.COURSE_LEFT: Frequency.NEVER,
    Kind.COURSE_CANCELLED: Frequency.NEVER,
    Kind.RECOGNITION_DECIDED: Frequency.AT_ONCE,
    Kind.CERTIFICATE_REVOKED: Frequency.AT_ONCE,
}


def mail_time(frequency: str, now: datetime) -> datetime | None:
    """The next time at which mails of this frequency leave; none for never."""
    if frequency == Frequency.NEVER:
        return None
    if frequency == Frequency.AT_ONCE:
        return now
    local = timezone.localtime(now)
    next_one = local.replace(hour=HOUR, minute=MINUTE, second=0, microsecond=0)
    while next_one <= local or (frequency == Frequency.WEEKLY and next_one.weekday() != MONDAY):
        next_one += timedelta(days=1)
    return next_one
