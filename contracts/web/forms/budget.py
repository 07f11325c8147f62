"""The forms of budget lines, their corrections and rates."""

from decimal import Decimal
from typing import Any

from django import forms
from django.db.models import Q

from contracts.models import Contract, District, Party, Rate, Setting, WorkKind
from contracts.policy import district_policy
from contracts.web.fields import ChoiceOf, engaged
from contracts.web.forms.shared import REMARK, optional
from kernel.access.actor import Actor
from kernel.web.fields import GermanDateField, MinutesField, MoneyField
from kernel.web.forms import UseCaseForm
from tenants.registry.models import Organisation

MOST_MINUTES = 60 * 100_000


class SignedMinutesField(MinutesField):
    """Hours more, or less with a minus before them."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(min_value=-MOST_MINUTES, max_value=MOST_MINUTES, **kwargs)

    def to_python(self, value: Any) -> int | None:
        text = str(value or "").strip().replace("\u2212", "-")
        if not text.startswith("-"):
            return super().to_python(value)
        minutes = super().to_python(text[1:])
        return None if minutes is None else -minutes

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, int) and value < 0:
            return f"-{super().prepare_value(-value)}"
        return super().prepare_value(value)


class PercentField(forms.DecimalField):
    """A percentage, typed with a comma."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("max_digits", 5)
        kwargs.setdefault("decimal_places", 2)
        super().__init__(localize=True, **kwargs)


class LineForm(UseCaseForm):
    amount = MoneyField(label="Betrag")
    minutes = MinutesField(label="Stunden im Jahr", min_value=0, max_value=MOST_MINUTES, required=False)
    posts = forms.DecimalField(
        label="Vollzeitstellen", min_value=0, max_digits=6, decimal_places=2, required=False, localize=True
    )
    district = ChoiceOf(District.objects.none(), label="Raum", required=False, empty_label="alle Räume")
    work_kind = forms.ChoiceField(label="Arbeitsart", choices=optional(WorkKind.choices), required=False)
    setting = forms.ChoiceField(label="Form", choices=optional(Setting.choices), required=False)
    corridor_percent = PercentField(
        label="Korridor in %",
        min_value=0,
        max_value=100,
        required=False,
        help_text="Um so viel darf die Prognose abweichen. Leer: wie im Vertrag.",
    )
    remark = REMARK

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("district", district_policy.rows(actor))

    def values(self) -> dict[str, Any]:
        values = super().values()
        return values | {"minutes": values["minutes"] or 0, "posts": values["posts"] or 0}


class NewLineForm(LineForm):
    organisation = ChoiceOf(Organisation.objects.none(), label="Träger")
    year = forms.IntegerField(label="Jahr", min_value=1990, max_value=2100)
    field_order = ("organisation", "year")

    def __init__(self, *args: Any, contract: Contract, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("organisation", parties_of(contract))


class OutsideLineForm(LineForm):
    """Help outside every contract: any provider that works for the office (R7)."""

    organisation = ChoiceOf(Organisation.objects.none(), label="Träger")
    year = forms.IntegerField(label="Jahr", min_value=1990, max_value=2100)
    field_order = ("organisation", "year")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("organisation", engaged(kwargs["actor"]))
        self.fields["corridor_percent"].help_text = "Um so viel darf die Prognose abweichen."


class CorrectionForm(UseCaseForm):
    """What is more or less from a day on, and why."""

    posted_on = GermanDateField(label="Gilt ab")
    amount = MoneyField(
        label="Betrag", min_value=None, required=False, help_text="Mit Minus davor, wenn es weniger wird: −1.200,00 €"
    )
    minutes = SignedMinutesField(label="Stunden", required=False, help_text="Mit Minus davor, wenn es weniger wird.")
    posts = forms.DecimalField(label="Vollzeitstellen", max_digits=6, decimal_places=2, required=False, localize=True)
    reason = forms.CharField(label="Grund", max_length=300)

    def values(self) -> dict[str, Any]:
        values = super().values()
        return values | {
            "amount": values["amount"] or Decimal(0),
            "minutes": values["minutes"] or 0,
            "posts": values["posts"] or Decimal(0),
        }


class RateForm(UseCaseForm):
    unit = forms.ChoiceField(label="Einheit", choices=Rate.Unit, initial=Rate.Unit.HOUR)
    amount = MoneyField(label="Satz", max_digits=10)
    begins = GermanDateField(label="Gilt ab")
    reason = forms.CharField(
        label="Warum rückwirkend", max_length=300, required=False, help_text="Nur wenn der Tag vorbei ist."
    )


def parties_of(contract: Contract) -> Any:
    """Providers that are party to a version of the contract's file."""
    file = contract.root_id or contract.pk
    parties = Party.objects.filter(Q(contract=file) | Q(contract__root=file)).exclude(organisation=None)
    return Organisation.objects.filter(pk__in=parties.values("organisation"))
