"""Guests of an item: invited by the presenter; and what a guest sees behind the own address (R19)."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from cases.models import Guest, Item
from cases.policy.items import ItemPerm
from cases.policy.teams import GuestPerm, guest_policy
from cases.queries.guests import guest_of, is_open, log_guest
from cases.queries.sheet import sheet_of_guest
from cases.usecases import guests as usecases
from cases.usecases.guest_entry import confirm_instruction
from cases.web.forms.items import GuestForm
from cases.web.items import address, fetched
from kernel.clock import today
from kernel.web.forms import form_page, posted, press
from kernel.web.rate import too_many
from kernel.web.stamps import page, public_page


@page(GuestPerm.INVITE, "GET", "POST")
def invite(request: HttpRequest, pk: UUID) -> HttpResponse:
    row = fetched(request, ItemPerm.PREPARE, pk)
    form = GuestForm(posted(request))
    if request.method == "POST":
        guest = form.run(usecases.invite_guest, actor=request.actor, item=row)
        if guest is not None:
            return render(request, "cases/guest_invited.html", {"guest": guest, "item": row, "address": guest.address})
    return form_page(
        request,
        form,
        title="Gast einladen",
        submit="Einladen",
        cancel_url=address(row),
        crumbs=[f"Beratung {row.code}", address(row)],
        state="Ein Gast sieht nur diesen Bogen, mit Kürzeln, bis zum Ende der Sitzung, und erst nach der Unterweisung.",
    )


def _of_guest(request: HttpRequest, permission: GuestPerm, pk: UUID) -> Guest:
    among = Guest.objects.select_related("item")
    return guest_policy.fetch(request.actor, permission, among=among, pk=pk)  # type: ignore[attr-defined]


@page(GuestPerm.INVITE, "POST")
def instruct(request: HttpRequest, pk: UUID) -> HttpResponse:
    return press(
        request,
        usecases.instruct_guest,
        done="Die Unterweisung ist vermerkt.",
        to=lambda guest: address(guest.item),
        guest=_of_guest(request, GuestPerm.INVITE, pk),
    )


@page(GuestPerm.INVITE, "POST")
def uninvite(request: HttpRequest, pk: UUID) -> HttpResponse:
    return press(
        request,
        usecases.uninvite_guest,
        done="Ausgeladen. Die Adresse zeigt nichts mehr.",
        to=lambda guest: address(guest.item),
        guest=_of_guest(request, GuestPerm.INVITE, pk),
    )


@public_page(
    "GET",
    "POST",
    reason="a guest has no account: the random address is the guest's own, for one item, until the session ends",
    writes_on_get=True,
)
def guest(request: HttpRequest) -> HttpResponse:
    """First the instruction, then the sheet; afterwards nothing. Each look is logged."""
    if too_many(request):
        return render(request, "429.html", status=429)
    token = request.GET.get("zugang", "")
    row = guest_of(token)
    if row is None or not is_open(row):
        return _nothing(request, 404 if row is None else 410)
    if request.method == "POST" and request.POST.get("verstanden") == "ja":
        confirm_instruction(row, request)
        return redirect(f"{reverse('guest')}?zugang={token}")
    if row.instructed_at is None:
        context = {"guest": row, "session": row.item.session, "asked": request.method == "POST"}
        return _private(
            render(request, "cases/guest_instruction.html", context, status=422 if context["asked"] else 200)
        )
    log_guest(row, request, "read", Item._meta.label_lower, row.item_id)
    shown = {"guest": row, "sheet": sheet_of_guest(row.item, today()), "session": row.item.session}
    return _private(render(request, "cases/guest.html", shown))


def _nothing(request: HttpRequest, status: int) -> HttpResponse:
    return _private(render(request, "cases/guest_over.html", {"over": status == 410}, status=status))


def _private(answer: HttpResponse) -> HttpResponse:
    answer["Cache-Control"] = "no-store"
    answer["X-Robots-Tag"] = "noindex"
    return answer
