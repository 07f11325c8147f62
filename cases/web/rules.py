"""The page of what the office sets for its cases, under Verwaltung."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from cases.policy.file import RulesPerm
from cases.queries.rules import rules
from cases.usecases.rules import change_rules
from cases.web.forms.file import RulesForm
from kernel.web.forms import carry_out, posted
from kernel.web.stamps import page


@page(RulesPerm.CHANGE, "GET", "POST")
def case_rules(request: HttpRequest) -> HttpResponse:
    back = reverse("today")
    return carry_out(
        request,
        RulesForm(posted(request), row=rules()),
        change_rules,
        done="Regeln gespeichert.",
        to=lambda row: reverse("case-rules"),
        title="Regeln für Fälle",
        submit="Speichern",
        cancel_url=back,
        crumbs=["Verwaltung", back],
        state="Wann die Leitung zustimmt, wie oft Hilfepläne geprüft werden, wie lange ein Notzugriff gilt.",
        draft="",
    )
