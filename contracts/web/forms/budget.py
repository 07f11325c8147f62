"""The forms of budget lines."""

from typing import Any

from django import forms

from contracts.models import Contract, Setting, WorkKind
from contracts.web.fields import (
    ChoiceOf,
)
from contracts.web.forms.shared import REMARK, optional
from kernel.web.fields import MinutesField, MoneyField
from kernel.web.forms import UseCaseForm
from tenants.registry.models import Organisation


class LineForm(UseCaseForm):
    amount = MoneyField(label="Betrag")
    minutes = MinutesField(label="Stunden im Jahr", min_value=0, max_value=60 * 100_000, required=False)
    posts = forms.DecimalField(
        label="Vollzeitstellen", min_value=0, max_digits=6, decimal_places=2, required=False, localize=True
    )
    work_kind = forms.ChoiceField(label="Arbeitsart", choices=optional(WorkKind.choices), required=False)
    setting = forms.ChoiceField(label="Form", choices=optional(Setting.choices), required=False)
    remark = REMARK

    def values(self) -> dict[str, Any]:
        values = super().values()
        return values | {"minutes": values["minutes"] or 0, "posts": values["posts"] or 0}


class NewLineForm(LineForm):
    organisation = ChoiceOf(Organisation.objects.none(), label="Träger")
    year = forms.IntegerField(label="Jahr", min_value=1990, max_value=2100)
    field_order = ("organisation", "year")

    def __init__(self, *args: Any, contract: Contract, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        parties = contract.parties.exclude(organisation=None)
        self.offer("organisation", Organisation.objects.filter(pk__in=parties.values("organisation")))
