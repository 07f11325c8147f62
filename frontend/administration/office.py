"""The page of an office's own settings."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from kernel.web.forms import UseCaseForm, carry_out, posted
from kernel.web.stamps import page
from tenants.registry.policy import OfficePerm, office_policy
from tenants.registry.usecases import change_settings

ACCENTS = ["Blau", "Tannengrün", "Violett", "Petrol", "Oliv", "Beere", "Indigo", "Braun"]


class OfficeForm(UseCaseForm):
    district = forms.CharField(
        label="Ein Raum heißt bei uns", max_length=40, help_text="Zum Beispiel „Bezirk“ oder „Sozialraum“."
    )
    districts = forms.CharField(label="Mehrere heißen", max_length=40, help_text="Zum Beispiel „Bezirke“.")
    lead_provider = forms.CharField(label="Der federführende Träger heißt", max_length=60, required=False)
    district_office = forms.CharField(label="Ein Zentrum heißt", max_length=60, required=False)
    front_line_worker = forms.CharField(label="Eine Fachkraft heißt", max_length=60, required=False)
    monogram = forms.CharField(label="Kürzel", max_length=3)
    accent = forms.TypedChoiceField(
        label="Farbe", coerce=int, choices=list(enumerate(ACCENTS, 1)), widget=forms.RadioSelect
    )
    uses_leads = forms.BooleanField(
        label="Je Raum ist ein Träger federführend", required=False, help_text="Dann meldet „Heute“, wo einer fehlt."
    )
    require_mfa = forms.BooleanField(
        label="Zweiten Faktor verlangen",
        required=False,
        help_text="Wer keinen eingerichtet hat, kommt erst danach wieder herein – auch Sie.",
    )

    def values(self) -> dict[str, Any]:
        values = super().values()
        words = {name: values.pop(name) for name in ("lead_provider", "district_office", "front_line_worker")}
        return values | {"words": words | {"district": [values.pop("district"), values.pop("districts")]}}


@page(OfficePerm.CHANGE, "GET", "POST")
def settings(request: HttpRequest) -> HttpResponse:
    office = office_policy.fetch(request.actor, OfficePerm.CHANGE, pk=request.place.key)
    words = office.words
    initial = {name: words.get(name) or "" for name in ("lead_provider", "district_office", "front_line_worker")}
    initial |= {"district": words["district"][0], "districts": words["district"][1]}
    initial |= {name: getattr(office, name) for name in ("monogram", "accent", "uses_leads", "require_mfa")}
    return carry_out(
        request,
        OfficeForm(posted(request), initial=initial),
        change_settings,
        given={"office": office},
        done="Einstellungen gespeichert.",
        to=lambda o: reverse("office-settings"),
        title="Einstellungen",
        submit="Speichern",
        cancel_url=reverse("people"),
        crumbs=["Verwaltung", reverse("people")],
        state="Wie Ihr Amt hier heißt, aussieht und sich schützt.",
    )
