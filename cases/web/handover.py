"""Pages of handing over: to another worker, to another office; and of stand-ins."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from cases.models import StandIn
from cases.policy import CasePerm
from cases.policy.file import StandInPerm, stand_in_policy
from cases.usecases import handover as usecases
from cases.web.file import opened
from cases.web.forms.file import AcceptForm, AnnounceForm, HandOverForm, StandInForm, TalkForm
from cases.web.register import address, crumbs
from cases.web.tables.file import StandInTable
from cases.web.tabs import case_tabs
from contracts.queries.names import names_of
from kernel.access.actor import Role
from kernel.web.forms import UseCaseForm, carry_out, posted, press
from kernel.web.lists import list_page
from kernel.web.stamps import page


@page(CasePerm.HAND_OVER, "GET", "POST")
def hand_over(request: HttpRequest, pk: UUID) -> HttpResponse:
    row = opened(request, CasePerm.HAND_OVER, pk)
    form = HandOverForm(
        posted(request),
        initial={"transferred_on": request.actor.today, "version": row.version},
        actor=request.actor,
        case=row,
    )
    return carry_out(
        request,
        form,
        usecases.hand_over,
        given={"case": row},
        done="Fall übergeben. Die neue Fachkraft sieht ihn unter „Heute“.",
        to=lambda case: reverse("cases"),
        title=f"Fall {row.number} übergeben",
        submit="Übergeben",
        cancel_url=address(row),
        crumbs=crumbs(row),
        state="Die neue Fachkraft sieht alles außer den anvertrauten Notizen.",
    )


def _step(request: HttpRequest, pk: UUID, form: Any, use_case: Any, *, day: str, **page: Any) -> HttpResponse:
    """A step of handing over to another office; `day` is filled with today."""
    row = opened(request, CasePerm.HAND_OVER, pk)
    return carry_out(
        request,
        form(posted(request), initial={day: request.actor.today, "version": row.version}),
        use_case,
        given={"case": row},
        to=address,
        cancel_url=address(row),
        crumbs=crumbs(row),
        **page,
    )


@page(CasePerm.HAND_OVER, "GET", "POST")
def announce(request: HttpRequest, pk: UUID) -> HttpResponse:
    return _step(
        request,
        pk,
        AnnounceForm,
        usecases.announce_transfer,
        day="announced_on",
        done="Wechsel angekündigt.",
        title="An ein anderes Jugendamt abgeben",
        submit="Ankündigen",
        state="Bis das neue Amt die Hilfe fortsetzt, bleiben Sie zuständig (§ 86c). Anvertrautes geht nicht mit.",
    )


@page(CasePerm.HAND_OVER, "GET", "POST")
def talk(request: HttpRequest, pk: UUID) -> HttpResponse:
    return _step(
        request,
        pk,
        TalkForm,
        usecases.record_talk,
        day="talk_on",
        done="Gespräch eingetragen.",
        title="Übergabegespräch",
        submit="Eintragen",
    )


@page(CasePerm.HAND_OVER, "GET", "POST")
def accept(request: HttpRequest, pk: UUID) -> HttpResponse:
    return _step(
        request,
        pk,
        AcceptForm,
        usecases.accept_transfer,
        day="accepted_on",
        done="Das neue Amt hat übernommen. Der Fall ist beendet.",
        title="Übernahme durch das neue Amt",
        submit="Übernahme eintragen",
    )


@page(CasePerm.HAND_OVER, "POST")
def withdraw(request: HttpRequest, pk: UUID) -> HttpResponse:
    row = opened(request, CasePerm.HAND_OVER, pk)
    return press(request, usecases.withdraw_transfer, case=row, done="Wechsel zurückgenommen.", to=address)


@page(StandInPerm.VIEW)
def stand_ins(request: HttpRequest) -> HttpResponse:
    actor = request.actor
    rows = stand_in_policy.rows(actor)
    pairs = list(rows.order_by().values_list("worker", "stand_in"))
    mine = frozenset(stand_in_policy.rows(actor, StandInPerm.SET).values_list("pk", flat=True))
    return list_page(
        request,
        "cases/stand_ins.html",
        tabs=case_tabs(actor),
        rows=rows,
        table=StandInTable.naming(
            names_of(actor, {person for pair in pairs for person in pair}), today=actor.today, mine=mine
        ),
        filename="vertretungen",
        empty_title="Keine Vertretung eingetragen.",
        empty_text="Vor Urlaub oder Fortbildung: Wer vertritt, sieht und führt Ihre Fälle für diese Tage.",
    )


@page(StandInPerm.SET, "GET", "POST")
def new_stand_in(request: HttpRequest) -> HttpResponse:
    actor = request.actor
    back = reverse("stand-ins")
    lead = Role.ASD_LEAD in actor.roles
    return carry_out(
        request,
        StandInForm(posted(request), initial={"begins": actor.today}, actor=actor, for_others=lead),
        usecases.set_stand_in,
        done="Vertretung eingetragen.",
        to=lambda row: back,
        title="Vertretung eintragen",
        submit="Eintragen",
        cancel_url=back,
        crumbs=["Vertretungen", back],
        state="Anvertraute Notizen bleiben auch für die Vertretung geschlossen (§ 65).",
    )


@page(StandInPerm.SET, "GET", "POST")
def end_stand_in(request: HttpRequest, pk: UUID) -> HttpResponse:
    row: StandIn = stand_in_policy.fetch(request.actor, StandInPerm.SET, pk=pk)
    back = reverse("stand-ins")
    return carry_out(
        request,
        UseCaseForm(posted(request), initial={"version": row.version}),
        usecases.end_stand_in,
        given={"row": row},
        done="Vertretung beendet.",
        to=lambda row: back,
        title="Vertretung beenden",
        submit="Beenden",
        cancel_url=back,
        crumbs=["Vertretungen", back],
        state="Ab heute sieht die Vertretung die Fälle nicht mehr.",
    )
