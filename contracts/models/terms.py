"""The field's terms that several records share."""

from django.db import models
from django.db.models import DateField, Func


class FieldOfHelp(models.TextChoices):
    """For what a provider answers in a district (R2)."""

    EDUCATION = "education", "Hilfen zur Erziehung"
    INTEGRATION = "integration", "Eingliederungshilfe"
    OPEN_WORK = "open_work", "Offene Kinder- und Jugendarbeit"
    SCHOOL = "school", "Jugendsozialarbeit an Schulen"


class WorkKind(models.TextChoices):
    """The three kinds of work of the Fachkonzept Sozialraumorientierung (R10, R12)."""

    CASE = "case", "fallspezifisch"
    CROSS_CASE = "cross_case", "fallübergreifend"
    NO_CASE = "no_case", "fallunspezifisch"


class Setting(models.TextChoices):
    """Where help takes place (R10)."""

    AMBULANT = "ambulant", "ambulant"
    DAY = "day", "teilstationär"
    RESIDENTIAL = "residential", "stationär"
    INTEGRATED = "integrated", "integriert"


class DateRange(Func):
    """begins and ends as a PostgreSQL range; both days count, no end is open."""

    function = "DATERANGE"
    output_field = DateField()


def dates_in_order(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(condition=models.Q(ends=None) | models.Q(ends__gte=models.F("begins")), name=name)
