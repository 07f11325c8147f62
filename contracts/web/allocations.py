"""Pages of splits: calculate, look, create; and how it was calculated."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from contracts.models import Allocation, AllocationShare, BudgetLine, Contract, District
from contracts.policy import ContractPerm, contract_policy
from contracts.policy.steering import AllocationPerm, allocation_policy
from contracts.usecases import allocations as cases
from contracts.web.forms.steering import METHODS, share_rows
from contracts.web.tables.budget import ShareTable, place_of, rounding
from kernel.access.errors import RuleViolation
from kernel.web import words
from kernel.web.forms import button, form_page, posted, press
from kernel.web.lists import list_page
from kernel.web.stamps import page
from tenants.registry.models import Organisation

MOST_SHOWN = 200  # rows of a preview


def address(allocation: Allocation) -> str:
    return reverse("allocation", args=[allocation.pk])


@page(AllocationPerm.SPLIT, "GET", "POST")
def split(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Calculate first; what is shown is what „anlegen“ then creates."""
    actor = request.actor
    contract = contract_policy.fetch(actor, ContractPerm.VIEW, pk=pk)
    chosen = request.GET.get("verfahren", "")
    chosen = chosen if chosen in METHODS else "prozent"
    kind = METHODS[chosen][1]
    year = actor.today.year + 1
    form: Any = kind(posted(request), initial={"year": year, "base_year": year - 1})
    rows = share_rows(posted(request), contract, actor, kind.method) if kind.typed else None
    planned = None
    if request.method == "POST" and form.is_valid() and (rows is None or rows.is_valid()):
        shares = {"shares": rows.shares()} if rows is not None else {}
        if "anlegen" in request.POST:
            if made := form.run(cases.split_total, actor=actor, contract=contract, **shares):
                messages.success(request, "Aufteilung gespeichert, die Posten sind als Entwürfe angelegt.")
                return redirect(address(made))
        else:
            planned = calculated(form, contract, shares)
    elif request.method == "POST" and not form.errors:
        form.add_error(None, "In den Zeilen unten stimmt etwas noch nicht.")
    back = reverse("contract", args=[pk])
    return form_page(
        request,
        form,
        title="Gesamtbetrag aufteilen",
        state=f"{contract.number}: Rechnen Sie zuerst; angelegt wird, was Sie dann sehen.",
        submit="Rechnen",
        cancel_url=back,
        crumbs=[contract.number, back],
        template="contracts/split.html",
        formset=rows,
        row_label="Anteil",
        planned=preview(planned) if planned else None,
        methods=[
            {"label": name, "url": f"{request.path}?verfahren={key}", "current": key == chosen}
            for key, (name, _) in METHODS.items()
        ],
    )


def calculated(form: Any, contract: Contract, shares: dict[str, Any]) -> cases.Split | None:
    """The split, or nothing if a rule forbids it, which then stands in the form."""
    try:
        return cases.calculate(contract=contract, **form.values(), **shares)
    except RuleViolation as violation:
        form.violation = violation
        form.add_error(violation.field if violation.field in form.fields else None, violation.message)
        return None


def preview(split: cases.Split) -> dict[str, Any]:
    shown = split.parts[:MOST_SHOWN]
    names = dict(Organisation.objects.filter(pk__in={s.organisation for s, _, _ in shown}).values_list("pk", "name"))
    districts = District.objects.in_bulk({s.district for s, _, _ in shown if s.district})
    rows = [
        {
            "name": names.get(share.organisation, share.organisation),
            "place": place_of(
                BudgetLine(
                    district=districts.get(share.district) if share.district else None,
                    work_kind=share.work_kind,
                    setting=share.setting,
                )
            ),
            "weight": words.number(share.weight, 4),
            "exact": words.number(part.exact, 6),
            "amount": part.amount,
            "rounding": rounding(part.amount, part.exact),
            "minutes": time,
        }
        for share, part, time in shown
    ]
    return {
        "basis": split.basis,
        "total": split.total,
        "count": len(split.parts),
        "rows": rows,
        "more": len(split.parts) - len(rows),
        "minutes": sum(time for _, _, time in split.parts),
    }


@page(AllocationPerm.VIEW)
def allocation(request: HttpRequest, pk: UUID) -> HttpResponse:
    actor = request.actor
    row = allocation_policy.fetch(
        actor, AllocationPerm.VIEW, among=Allocation.objects.select_related("contract"), pk=pk
    )
    shares = AllocationShare.objects.filter(allocation=row).select_related("line__organisation", "line__district")
    released = shares.filter(line__state=BudgetLine.State.RELEASED).aggregate(count=Count("pk"))["count"]
    return list_page(
        request,
        "contracts/allocation.html",
        rows=shares.order_by("id"),
        table=ShareTable,
        filename="aufteilung",
        allocation=row,
        button=button(row),
        can_discard=not released and allocation_policy.holds(actor, AllocationPerm.SPLIT, row),
        summary=[
            {"label": "Vertrag", "value": row.contract.number, "url": reverse("contract", args=[row.contract_id])},
            {"label": "Jahr", "value": str(row.year)},
            {"label": "Gesamtbetrag", "value": words.money(row.total)},
            {"label": "Verfahren", "value": row.get_method_display()},
            {"label": "Grundlage", "value": row.basis},
        ],
    )


@page(AllocationPerm.SPLIT, "POST")
def discard(request: HttpRequest, pk: UUID) -> HttpResponse:
    row = allocation_policy.fetch(request.actor, AllocationPerm.SPLIT, pk=pk)
    back = reverse("contract", args=[row.contract_id])
    return press(
        request,
        cases.discard_allocation,
        allocation=row,
        done="Aufteilung und Entwürfe zurückgenommen.",
        to=lambda gone: back,
    )
