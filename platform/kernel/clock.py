"""The day on which the service works: the real one, or in the demo the fixed day its data were made for."""

from datetime import date

from django.conf import settings
from django.utils import timezone


def today() -> date:
    """Today in the service's time zone; `settings.TODAY` (demo only) fixes it."""
    return settings.TODAY or timezone.localdate()
