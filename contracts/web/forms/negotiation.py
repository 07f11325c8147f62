"""The forms of selecting providers and of negotiating with them."""

from typing import Any

from django import forms

from contracts.models import Agreement, Applicant, Contract, Selection
from contracts.usecases.contract_rules import KINDS, Kind
from contracts.web.fields import ChoiceOf, ChoicesOf
from kernel.web.fields import GermanDateField
from kernel.web.forms import UseCaseForm
from tenants.registry.models import Organisation

LONG = forms.Textarea(attrs={"rows": 3})


class SelectionForm(UseCaseForm):
    procedure = forms.ChoiceField(label="Verfahren", choices=Selection.Procedure)
    announced_on = GermanDateField(label="Bekannt gemacht am", required=False)
    closes_on = GermanDateField(label="Bewerbungen bis", required=False)
    criteria = forms.CharField(
        label="Maßstäbe", max_length=600, required=False, widget=LONG, help_text="Wonach Bewerbungen beurteilt werden."
    )
    grounds = forms.CharField(
        label="Begründung",
        max_length=600,
        required=False,
        widget=LONG,
        help_text="Nötig, wenn es kein Auswahlverfahren gibt.",
    )


class ApplicantForm(UseCaseForm):
    organisation = ChoiceOf(Organisation.objects.none(), label="Träger")
    received_on = GermanDateField(label="Eingegangen am")
    points = forms.DecimalField(
        label="Punkte", max_digits=6, decimal_places=2, min_value=0, required=False, localize=True
    )
    remark = forms.CharField(label="Begründung", max_length=300, required=False)

    def __init__(self, *args: Any, applicant: Applicant | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if applicant:
            del self.fields["organisation"]
        else:
            self.offer("organisation", Organisation.objects.all())


class SelectionDecisionForm(UseCaseForm):
    selected = ChoicesOf(Applicant.objects.none(), label="Ausgewählt")
    decided_on = GermanDateField(label="Entschieden am")
    grounds = forms.CharField(label="Begründung", max_length=600, widget=LONG)

    def __init__(self, *args: Any, selection: Selection, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("selected", selection.applicants.select_related("organisation"))


class RequestForm(UseCaseForm):
    negotiation_requested_on = GermanDateField(label="Zu Verhandlungen aufgefordert am")


class ArbitrationForm(UseCaseForm):
    arbitration_applied_on = GermanDateField(label="Antrag bei der Schiedsstelle eingegangen am")


class RoundForm(UseCaseForm):
    held_on = GermanDateField(label="Tag")
    topic = forms.CharField(label="Thema", max_length=200)
    result = forms.CharField(
        label="Ergebnis",
        max_length=600,
        required=False,
        widget=LONG,
        help_text="Bei einer geplanten Runde leer lassen.",
    )


class AgreementForm(UseCaseForm):
    kind = forms.ChoiceField(label="Art", choices=Agreement.Kind)
    summary = forms.CharField(label="Vereinbart ist", max_length=600, widget=LONG)
    begins = GermanDateField(label="Gilt ab")
    ends = GermanDateField(label="Gilt bis", required=False)

    def __init__(self, *args: Any, contract: Contract, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kind = self.fields["kind"]
        assert isinstance(kind, forms.ChoiceField)  # noqa: S101 - declared above
        kind.choices = [(k.value, k.label) for k in map(Kind, KINDS[Contract.Regime(contract.regime)])]
