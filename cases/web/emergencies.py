"""Pages of emergency access: open a case with a reason, and the lead's review."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone

from cases.models import EmergencyAccess
from cases.policy.file import EmergencyPerm, emergency_policy
from cases.queries.rules import rules
from cases.usecases import emergency as usecases
from cases.web.forms.file import EmergencyForm, ReviewForm
from cases.web.tables.file import EmergencyFilter, EmergencyTable
from cases.web.tabs import case_tabs
from contracts.queries.names import names_of
from kernel.web.forms import carry_out, posted
from kernel.web.lists import list_page
from kernel.web.stamps import page


@page(EmergencyPerm.VIEW)
def emergencies(request: HttpRequest) -> HttpResponse:
    actor = request.actor
    rows = emergency_policy.rows(actor).select_related("case")
    waiting = emergency_policy.rows(actor, EmergencyPerm.REVIEW).filter(reviewed_at=None)
    return list_page(
        request,
        "cases/emergencies.html",
        tabs=case_tabs(actor),
        rows=rows,
        table=EmergencyTable.naming(
            names_of(actor, set(rows.order_by().values_list("person", flat=True))),
            reviewable=frozenset(waiting.values_list("pk", flat=True)),
        ),
        filterset=EmergencyFilter,
        filename="notzugriffe",
        can_open=emergency_policy.allows(actor, EmergencyPerm.OPEN),
        empty_title="Kein Notzugriff.",
        empty_text="Hier steht, wer einen fremden Fall in einer Not geöffnet hat, und ob die Leitung es geprüft hat.",
    )


@page(EmergencyPerm.OPEN, "GET", "POST")
def open_case(request: HttpRequest) -> HttpResponse:
    hours = rules().emergency_hours
    return carry_out(
        request,
        EmergencyForm(posted(request)),
        usecases.open_emergency,
        done=f"Der Fall steht Ihnen {hours} Stunden offen. Die Leitung prüft den Zugriff.",
        to=lambda access: reverse("case", args=[access.case_id]),
        title="Fall in einer Not öffnen",
        submit="Fall öffnen",
        cancel_url=reverse("cases"),
        crumbs=["Notzugriffe", reverse("emergencies")],
        state=f"Für {hours} Stunden, mit Grund, protokolliert. Anvertraute Notizen bleiben geschlossen.",
        draft="",
    )


@page(EmergencyPerm.REVIEW, "GET", "POST")
def review(request: HttpRequest, pk: UUID) -> HttpResponse:
    actor = request.actor
    among = EmergencyAccess.objects.select_related("case")
    row = emergency_policy.fetch(actor, EmergencyPerm.REVIEW, among=among, pk=pk)
    back = reverse("emergencies")
    name = names_of(actor, [row.person]).get(row.person, "Eine frühere Fachkraft")
    return carry_out(
        request,
        ReviewForm(posted(request), initial={"version": row.version}),
        usecases.review_emergency,
        given={"access": row},
        done="Geprüft.",
        to=lambda access: back,
        title=f"Notzugriff auf Fall {row.case.number} prüfen",
        submit="Prüfung abschließen",
        cancel_url=back,
        crumbs=["Notzugriffe", back],
        state=f"{name} am {timezone.localtime(row.opened_at):%d.%m.%Y um %H:%M} Uhr.",
        intro=f"Grund: {row.reason}",
    )
