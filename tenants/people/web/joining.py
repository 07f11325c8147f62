"""Pages of the service's own address on which a provider registers (R1). Nothing here says whose address is known."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from kernel.access.errors import RuleViolation
from kernel.web.rate import count
from kernel.web.stamps import public_page
from tenants.people.usecases import joining as cases
from tenants.registry.queries import similar_organisations

HOUR, DAY = 3600, 24 * 3600
PER_HOUR = 20  # from one network address
MAILS_PER_DAY = 3  # to one mail address


class JoinForm(forms.Form):
    name = forms.CharField(
        label="Name des Trägers", min_length=3, max_length=160, help_text="Wie im Vereins- oder Handelsregister."
    )
    town = forms.CharField(label="Ort", max_length=80, help_text="Sitz des Trägers.")
    contact = forms.CharField(
        label="Ihr Name", max_length=120, help_text="Sie verwalten den Träger hier zuerst.",
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )  # fmt: skip
    email = forms.EmailField(
        label="Ihre E-Mail-Adresse beim Träger", max_length=254, help_text="Dorthin geht der Link zur Bestätigung.",
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )  # fmt: skip
    other = forms.BooleanField(label="Unser Träger ist keiner davon", required=False, widget=forms.HiddenInput)


@public_page("GET", "POST", reason="a provider that nobody knows yet registers here")
def register(request: HttpRequest) -> HttpResponse:
    form = JoinForm(request.POST if request.method == "POST" else None)
    if request.method != "POST":
        return _form(request, form)
    if count(f"join:{request.META.get('REMOTE_ADDR', '')}", HOUR)[0] > PER_HOUR:
        return render(request, "429.html", status=429)
    if not form.is_valid():
        return _form(request, form, status=422)
    given = form.cleaned_data
    other = given.pop("other")
    try:
        cases.check_unknown(given["name"])
        if not other and (alike := similar_organisations(given["name"])):
            form.fields["other"].widget = forms.CheckboxInput()
            form.add_error("other", "Diese Träger sind schon bekannt. Bestätigen Sie, dass Ihrer nicht dabei ist.")
            return _form(request, form, status=422, alike=alike)
        cases.register_provider(**given, send=count(f"join-mail:{given['email'].lower()}", DAY)[0] <= MAILS_PER_DAY)
    except RuleViolation as violation:
        form.add_error(violation.field, violation.message)
        return _form(request, form, status=422)
    return redirect("join-sent")


def _form(request: HttpRequest, form: JoinForm, *, status: int = 200, **context: Any) -> HttpResponse:
    return render(request, "people/join.html", {"form": form, **context}, status=status)


@public_page("GET", reason="says the same to everybody who registered")
def sent(request: HttpRequest) -> HttpResponse:
    return render(request, "people/join_sent.html")


@public_page("GET", "POST", reason="whoever registered holds the link; they have no account yet")
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    row, why = cases.find_request(token), ""
    if row is not None and request.method == "POST":
        try:
            row = cases.confirm_request(token=token)
        except RuleViolation as violation:
            why = violation.message
    status = 404 if row is None else 422 if why else 200
    return render(request, "people/join_confirm.html", {"row": row, "why": why}, status=status)
