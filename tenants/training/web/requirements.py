"""Pages of requirements: who must have what by when, and by name how they stand (R26)."""

from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from kernel.web import words
from kernel.web.forms import carry_out, posted
from kernel.web.lists import list_page
from kernel.web.stamps import page
from tenants.people.models import Membership
from tenants.training.models import Requirement
from tenants.training.policy.record import RequirementPerm, requirement_policy
from tenants.training.queries.coverage import standing_of
from tenants.training.usecases import requirements as usecases
from tenants.training.web import record_tables as tables
from tenants.training.web.record_forms import EndRequirementForm, RequirementForm
from tenants.training.web.record_tabs import record_tabs


def among() -> QuerySet[Requirement]:
    return Requirement.objects.select_related("curriculum", "office")


@page(RequirementPerm.KEEP)
def requirements(request: HttpRequest) -> HttpResponse:
    return list_page(
        request,
        "training/requirements.html",
        tabs=record_tabs(request),
        rows=requirement_policy.rows(request.actor, RequirementPerm.KEEP, among=among()),
        table=tables.RequirementTable,
        filename="pflichten",
        empty_title="Noch keine Pflicht.",
        empty_text="Legen Sie fest, wer welche Fortbildung bis wann braucht. Daraus entstehen Abdeckung und Plan.",
        empty_action={"url": reverse("requirement-new"), "label": "Pflicht festlegen"},
    )


@page(RequirementPerm.KEEP, "GET", "POST")
def new_requirement(request: HttpRequest) -> HttpResponse:
    back = reverse("requirements")
    return carry_out(
        request,
        RequirementForm(posted(request), today=request.actor.today, initial={"begins": request.actor.today}),
        usecases.add_requirement,
        done="Festgelegt.",
        to=lambda row: reverse("requirement", args=[row.pk]),
        title="Pflicht festlegen",
        submit="Festlegen",
        cancel_url=back,
        crumbs=["Pflichten", back],
        state="Sie gilt für alle, die mit einer dieser Rollen im Jugendamt arbeiten.",
    )


@page(RequirementPerm.NAMES)
def requirement(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Who must have it, by name: the organiser's to see, nobody else's."""
    row = requirement_policy.fetch(request.actor, RequirementPerm.NAMES, among=among(), pk=pk)
    ended = row.ends is not None and row.ends < request.actor.today
    return list_page(
        request,
        "training/requirement.html",
        requirement=row,
        ended=ended,
        rule=tables.role_names(row.roles),
        end_url="" if ended else reverse("requirement-end", args=[row.pk]),
        rows=standing_of(Membership.objects.select_related("organisation"), row, request.actor.today),
        table=tables.StandingTable,
        filterset=tables.StandingFilter,
        filename="stand",
        list_url=reverse("requirements"),
        empty_title="Niemand passt zu dieser Auswahl.",
        empty_text="Ändern Sie die Auswahl.",
    )


@page(RequirementPerm.KEEP, "GET", "POST")
def end_requirement(request: HttpRequest, pk: UUID) -> HttpResponse:
    row = requirement_policy.fetch(request.actor, RequirementPerm.KEEP, among=among(), pk=pk)
    back = reverse("requirement", args=[row.pk])
    return carry_out(
        request,
        EndRequirementForm(posted(request), initial={"version": row.version, "ends": request.actor.today}),
        usecases.end_requirement,
        given={"requirement": row},
        done="Beendet.",
        to=lambda row: back,
        title="Pflicht beenden",
        submit="Beenden",
        cancel_url=back,
        crumbs=[row.curriculum.title, back],
        state=f"Gilt seit {words.day_text(row.begins)}.",
    )
