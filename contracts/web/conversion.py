"""The page on which left-over hours become prevention (R12)."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from contracts.policy import LinePerm, line_policy
from contracts.usecases.conversion import convert_hours, left_minutes, targets_of
from contracts.web.forms.hours_more import ConvertForm
from kernel.web import words
from kernel.web.forms import carry_out, posted
from kernel.web.stamps import page


@page(LinePerm.CONVERT, "GET", "POST")
def convert(request: HttpRequest, pk: UUID) -> HttpResponse:
    actor = request.actor
    row = line_policy.fetch(actor, LinePerm.CONVERT, pk=pk)
    back = reverse("line", args=[row.pk])
    left, targets = left_minutes(actor, row), targets_of(row).exclude(pk=row.pk)
    form = ConvertForm(
        posted(request), initial={"version": row.version, "posted_on": actor.today}, targets=targets, today=actor.today
    )
    none = (
        ""
        if targets.exists()
        else " Dafür fehlt ein freigegebener fallunspezifischer Posten: Legen Sie ihn im Vertrag an."
    )
    return carry_out(
        request,
        form,
        convert_hours,
        given={"line": row},
        done="Umgewandelt und gebucht.",
        to=lambda line: back,
        title="In Vorbeugung umwandeln",
        submit="Umwandeln",
        cancel_url=back,
        crumbs=[str(row), back],
        state=f"Auf diesem Posten sind {words.hours(left)} übrig.{none}",
    )
