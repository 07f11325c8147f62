"""The forms of amending, renewing and ending a contract."""

from typing import Any

from django import forms

from contracts.models import Contract
from contracts.web.fields import ChoiceOf
from kernel.web.fields import GermanDateField
from kernel.web.forms import UseCaseForm
from tenants.registry.models import Organisation

LONG = forms.Textarea(attrs={"rows": 3})


class AmendmentForm(UseCaseForm):
    begins = GermanDateField(label="Die Änderung gilt ab")
    change_note = forms.CharField(label="Was sich ändert", max_length=600, widget=LONG)


class RenewalForm(UseCaseForm):
    ends = GermanDateField(label="Verlängert bis")
    begins = GermanDateField(
        label="Verlängert ab", required=False, help_text="Leer lassen für den Tag nach dem bisherigen Ende."
    )
    change_note = forms.CharField(label="Was sich ändert", max_length=600, required=False, widget=LONG)


class SuccessorForm(UseCaseForm):
    number = forms.CharField(label="Nummer des neuen Vertrags", max_length=40)
    begins = GermanDateField(
        label="Beginnt am", required=False, help_text="Leer lassen für den Tag nach dem Ende dieses Vertrags."
    )


class NoticeForm(UseCaseForm):
    notice_by = ChoiceOf(Organisation.objects.none(), label="Wer kündigt", required=False, empty_label="das Jugendamt")
    notice_on = GermanDateField(label="Gekündigt am")
    terminates_on = GermanDateField(label="Gekündigt zum")
    termination_reason = forms.CharField(label="Grund", max_length=300, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *args: Any, contract: Contract, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        parties = contract.parties.exclude(organisation=None).values("organisation")
        self.offer("notice_by", Organisation.objects.filter(pk__in=parties))
