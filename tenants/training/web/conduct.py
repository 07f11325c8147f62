"""Pages of certificates of conduct in the provider's workspace, and of its assurances to offices (R25)."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse

from kernel.web import words
from kernel.web.forms import UseCaseForm, carry_out, posted, press
from kernel.web.lists import list_page
from kernel.web.stamps import page
from tenants.training.policy.record import (
    AssurancePerm,
    ConductPerm,
    OwnAssurancePerm,
    assurance_policy,
    conduct_policy,
)
from tenants.training.queries.conduct import assured_offices, staff_checked
from tenants.training.usecases import conduct as usecases
from tenants.training.web import record_tables as tables
from tenants.training.web.record_forms import ConductForm
from tenants.training.web.record_tabs import address, record_tabs


@page(ConductPerm.VIEW)
def checks(request: HttpRequest, organisation: str) -> HttpResponse:
    rows = staff_checked(request.actor)
    return list_page(
        request,
        "training/conduct.html",
        tabs=record_tabs(request),
        rows=rows,
        table=tables.ConductTable,
        filterset=tables.ConductFilter,
        filename="fuehrungszeugnisse",
        open=rows.exclude(state="checked").count(),
        empty_title="Niemand passt zu dieser Auswahl.",
        empty_text="Ändern Sie die Auswahl.",
    )


@page(ConductPerm.RECORD, "GET", "POST")
def record_check(request: HttpRequest, organisation: str, pk: UUID) -> HttpResponse:
    row = staff_checked(request.actor).filter(person=pk).first()
    if row is None:
        raise Http404("Das gibt es hier nicht.")
    back = address(request, "conduct")
    return carry_out(
        request,
        ConductForm(posted(request), initial={"inspected_on": request.actor.today}),
        usecases.record_check,
        given={"person": pk},
        done="Festgehalten.",
        to=lambda check: back,
        template="training/conduct_record.html",
        remove_url=address(request, "conduct-remove", row.check_id) if row.check_id else "",
        seen=f"Zuletzt eingesehen am {words.day_text(row.inspected_on)}." if row.check_id else "",
        title="Einsicht festhalten",
        submit="Festhalten",
        cancel_url=back,
        crumbs=["Führungszeugnisse", back],
        state=row.display_name,
    )


@page(ConductPerm.REMOVE, "GET", "POST")
def remove_check(request: HttpRequest, organisation: str, pk: UUID) -> HttpResponse:
    row = conduct_policy.fetch(request.actor, ConductPerm.REMOVE, pk=pk)
    back = address(request, "conduct")
    return carry_out(
        request,
        UseCaseForm(posted(request), initial={"version": row.version}),
        usecases.remove_check,
        given={"check": row},
        done="Gelöscht.",
        to=lambda check: back,
        title="Einsicht löschen",
        submit="Löschen",
        cancel_url=back,
        crumbs=["Führungszeugnisse", back],
        state=f"{row.display_name}, eingesehen am {words.day_text(row.inspected_on)}.",
    )


@page(OwnAssurancePerm.VIEW)
def own_assurances(request: HttpRequest, organisation: str) -> HttpResponse:
    """Each office in which own people work today: how many, and when it was last assured."""
    return list_page(
        request,
        "training/own_assurances.html",
        tabs=record_tabs(request),
        rows=assured_offices(request.actor),
        table=tables.OwnAssuranceTable,
        filename="zusicherungen",
        empty_title="Niemand arbeitet in einem Jugendamt.",
        empty_text="Benennen Sie unter „Personen“, wer in welchem Jugendamt arbeitet.",
    )


@page(OwnAssurancePerm.GIVE, "POST")
def give_assurance(request: HttpRequest, organisation: str, office: str) -> HttpResponse:
    return press(
        request,
        usecases.give_assurance,
        office=office,
        done="Zugesichert. Das Jugendamt sieht, für wie viele Personen, und keine Namen.",
        to=lambda row: address(request, "assurances"),
    )


@page(AssurancePerm.VIEW)
def assurances(request: HttpRequest) -> HttpResponse:
    """What providers have assured to the office; names and results stay with them."""
    return list_page(
        request,
        "training/assurances.html",
        tabs=record_tabs(request),
        rows=assurance_policy.rows(request.actor).select_related("organisation", "office"),
        table=tables.AssuranceTable,
        filename="zusicherungen",
        empty_title="Noch keine Zusicherung.",
        empty_text="Träger sichern in ihrem Bereich zu, dass sie die Führungszeugnisse aller eingesehen haben, die hier arbeiten.",
    )
