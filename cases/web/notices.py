"""Pages of the provider's own notification (§ 8a Abs. 4): write it, see that it arrived; the office takes it up."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from cases.models import ProviderNotice
from cases.policy.protection import NoticePerm, ProtectionPerm, notice_policy, protection_policy
from cases.queries.protection import notices_for
from cases.usecases import notices as usecases
from cases.web.forms.protection import NoticeForm, TakeUpForm
from cases.web.protection import tabs_for
from cases.web.tables.protection import NoticeFilter, NoticeTable
from contracts.queries.names import names_of
from contracts.web.territory import word
from kernel.audit.reads import note_read
from kernel.web import words
from kernel.web.forms import button, carry_out, posted, press
from kernel.web.lists import list_page
from kernel.web.stamps import page


def address(row: ProviderNotice) -> str:
    return reverse("provider-notice", args=[row.pk])


@page(NoticePerm.VIEW)
def notices(request: HttpRequest) -> HttpResponse:
    can_send = notice_policy.allows(request.actor, NoticePerm.SEND)
    note_read(ProviderNotice)
    return list_page(
        request,
        "cases/notices.html",
        tabs=tabs_for(request.actor),
        rows=notices_for(request.actor),
        table=NoticeTable,
        filterset=NoticeFilter,
        filename="mitteilungen",
        can_send=can_send,
        empty_title="Keine Mitteilung.",
        empty_text="Haben Sie gewichtige Anhaltspunkte für eine Gefährdung, teilen Sie es dem Jugendamt hier mit. "
        "Bei akuter Gefahr rufen Sie an." if can_send else "Träger teilen hier Anhaltspunkte für eine Gefährdung mit.",
    )  # fmt: skip


@page(NoticePerm.VIEW)
def notice(request: HttpRequest, pk: UUID) -> HttpResponse:
    actor = request.actor
    row = notice_policy.fetch(actor, NoticePerm.VIEW, among=notices_for(actor), pk=pk)  # type: ignore[arg-type]
    of_office = not actor.organisations()
    can_receive = notice_policy.holds(actor, NoticePerm.RECEIVE, row)
    process = row.protection_id if of_office and protection_policy.allows(actor, ProtectionPerm.VIEW) else None
    return render(
        request,
        "cases/notice.html",
        {
            "notice": row,
            "process_url": reverse("protection", args=[process]) if process else "",
            "can_receive": can_receive,
            "button": button(row),
            "summary": [
                {"label": "Träger", "value": row.organisation.name},
                {"label": word(request), "value": row.district.name},
                {"label": "Geschrieben von", "value": names_of(actor, [row.author]).get(row.author, words.NOTHING)},
                {"label": "Fallreferenz", "value": row.reference_number or words.NOTHING},
                {"label": "Insoweit erfahrene Fachkraft", "value": words.day(row.expert_on)},
                {"label": "Mit der Familie besprochen", "value": "ja" if row.family_told else "nein"},
            ],
        },
    )


@page(NoticePerm.SEND, "GET", "POST")
def new_notice(request: HttpRequest) -> HttpResponse:
    back = reverse("provider-notices")
    return carry_out(
        request,
        NoticeForm(posted(request), actor=request.actor, word=word(request)),
        usecases.send_notice,
        done="Mitteilung gesendet. Der Eingang wird bestätigt.",
        to=address,
        title="Anhaltspunkte mitteilen (§ 8a Abs. 4)",
        submit="Dem Jugendamt mitteilen",
        cancel_url=back,
        crumbs=["Mitteilungen", back],
        state="Bei akuter Gefahr rufen Sie zuerst an.",
    )


@page(NoticePerm.RECEIVE, "POST")
def confirm(request: HttpRequest, pk: UUID) -> HttpResponse:
    row = notice_policy.fetch(request.actor, NoticePerm.RECEIVE, pk=pk)
    return press(request, usecases.confirm_notice, notice=row, done="Eingang bestätigt.", to=address)


@page(NoticePerm.RECEIVE, "GET", "POST")
def take_up(request: HttpRequest, pk: UUID) -> HttpResponse:
    row = notice_policy.fetch(request.actor, NoticePerm.RECEIVE, pk=pk)
    return carry_out(
        request,
        TakeUpForm(posted(request), initial={"version": row.version}, actor=request.actor),
        usecases.take_up_notice,
        given={"notice": row},
        done="Verfahren begonnen.",
        to=lambda n: reverse("protection", args=[n.protection_id]),
        title="Mitteilung aufnehmen",
        submit="Verfahren beginnen",
        cancel_url=address(row),
        crumbs=["Mitteilung", address(row)],
        state="Der Träger sieht den Eingang, sonst nichts.",
    )
