"""The day on which the service works: the real one, or in the demo the fixed day its data were made for."""

from datetime import date, datetime

from django.conf import settings
from django.utils import timezone


def today() -> date:
    """Today in the service's time zone; `settings.TODAY` (demo only) fixes it."""
    return settings.TODAY or timezone.localdate()


def now() -> datetime:
    """This moment in the service's time zone; where the day is fixed, its time of day on that day."""
    moment = timezone.localtime()
    return (
        moment.replace(year=settings.TODAY.year, month=settings.TODAY.month, day=settings.TODAY.day)
        if settings.TODAY
        else moment
    )
