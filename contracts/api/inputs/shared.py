"""Fields that several inputs have."""

from decimal import Decimal
from typing import Any

from kernel.api.serializers import KeyField
from tenants.registry.models import Organisation

CENT = Decimal("0.01")

MONEY: dict[str, Any] = {"max_digits": 14, "decimal_places": 2, "min_value": CENT, "help_text": "in EUR"}


class OrganisationField(KeyField):
    """A provider by its key, of those that all offices know."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(Organisation.objects.all(), "^[a-z][a-z0-9_]{1,40}$", **kwargs)
