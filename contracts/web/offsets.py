"""The page on which an instalment is set off against a claim."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from contracts.policy import InstalmentPerm, instalment_policy
from contracts.queries.payments import instalments_for
from contracts.usecases import payments as cases
from contracts.web.forms.runs import OffsetForm
from kernel.web import words
from kernel.web.forms import carry_out, posted
from kernel.web.stamps import page


@page(InstalmentPerm.OFFSET, "GET", "POST")
def offset(request: HttpRequest, pk: UUID) -> HttpResponse:
    row = instalment_policy.fetch(request.actor, InstalmentPerm.OFFSET, among=instalments_for(request.actor), pk=pk)
    back = reverse("line", args=[row.line_id])
    initial = {"amount": row.offset or None, "reason": row.offset_reason, "version": row.version}
    return carry_out(
        request,
        OffsetForm(posted(request), initial=initial),
        cases.offset_instalment,
        given={"instalment": row},
        done="Verrechnung gespeichert.",
        to=lambda i: back,
        title="Abschlag verrechnen",
        submit="Verrechnen",
        cancel_url=back,
        crumbs=[str(row.line), back],
        state=f"Abschlag {row.number} an {row.line.organisation}: {words.money(row.amount)}. "
        "Überwiesen wird, was nach der Verrechnung übrig bleibt.",
    )
