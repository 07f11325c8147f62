"""Writing a sheet before the session: it saves itself; what may betray somebody is shown to be mended (R17, R22)."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from cases.models import Item, SheetEntry, SheetText
from cases.policy.items import ItemPerm, SheetEntryPerm, SheetTextPerm, item_policy, sheet_entry_policy
from cases.queries.preparation import findings_of, hints_on_goal, hints_on_will
from cases.queries.sheet import Sheet, StepText, sheet_for
from cases.usecases import preparation as usecases
from cases.web.forms.items import EntryChangeForm, EntryForm, HarmlessForm, ReplaceForm, TextForm
from cases.web.items import address, fetched
from kernel.access.errors import RuleViolation
from kernel.keys import uuid7
from kernel.web.forms import UseCaseForm, button, carry_out, initial_of, posted, press
from kernel.web.stamps import page

Step = SheetText.Step
ABOUT = {
    Step.CONCERN: "Was führt die Familie zu Ihnen? Zwei, drei Sätze genügen.",
    Step.QUESTION: "Eine Frage, auf die das Team Ideen sammeln soll.",
    Step.SITUATION: "Wer gehört dazu, wie lebt die Familie, was hat schon geholfen? Die Kürzel stehen daneben.",
    Step.WILL: "In den Worten des Menschen: wofür will er selbst etwas tun? Kein Wunsch an andere, kein Auftrag des Amts.",
    Step.DUTIES: "Was ist nach der Einschätzung festgelegt, bis wann, und wer prüft es?",
}
GOALS = {
    SheetEntry.Kind.DIRECTION: "Wohin soll es gehen? Ein Satz darüber, wie es sein wird.",
    SheetEntry.Kind.ACTION: "Der nächste Schritt: was die Familie selbst tut, woran man es merkt, bis wann.",
}
RESOURCES = {
    SheetEntry.Kind.PERSONAL: "Was können die Menschen, was machen sie gern?",
    SheetEntry.Kind.SOCIAL: "Wer steht ihnen bei: Verwandte, Freunde, Nachbarn, Vereine?",
    SheetEntry.Kind.MATERIAL: "Was ist da: Wohnung, Geld, Verkehr, Wege?",
    SheetEntry.Kind.INSTITUTIONAL: "Wer hilft schon: Schule, Ärzte, Beratung, Angebote im Raum?",
}


@page(SheetTextPerm.WRITE)
def sheet(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The steps that are written beforehand, on one page."""
    return _page(request, pk)


def _page(request: HttpRequest, pk: UUID, refused: EntryForm | None = None) -> HttpResponse:
    """The sheet; a refused entry stands where it was typed, with the sentence that says why."""
    content = _own(request, pk)
    texts = [Step.CONCERN, Step.QUESTION, Step.SITUATION, Step.DUTIES if content.duties else Step.WILL]
    return render(
        request,
        "cases/sheet_write.html",
        {
            "sheet": content,
            "texts": [_text(pk, content.step_text(step)) for step in texts],
            "goals": [_kind(content, kind, about, refused) for kind, about in GOALS.items()],
            "resources": [_kind(content, kind, about, refused) for kind, about in RESOURCES.items()],
            "refused": refused.data.get("kind") if refused else "",
        },
        status=refused.status if refused else 200,
    )


def _own(request: HttpRequest, pk: UUID) -> Sheet:
    """The sheet, for who prepares it; 404 for who may not know of it, 403 for who only reads."""
    item_policy.fetch(request.actor, ItemPerm.PREPARE, pk=pk)  # type: ignore[attr-defined]
    return sheet_for(request.actor, pk)  # type: ignore[attr-defined]


def _text(item: UUID, row: StepText, **state: Any) -> dict[str, Any]:
    return {
        "item": item,
        "row": row,
        "about": ABOUT[Step(row.step)],
        "rows": 2 if row.step == Step.QUESTION else 5,
        "hints": hints_on_will(row.text) if row.step == Step.WILL else [],
        "submission": uuid7(),
        "seen": row.version,
        "saved": False,
        "error": "",
    } | state


def _kind(content: Sheet, kind: SheetEntry.Kind, about: str, refused: EntryForm | None) -> dict[str, Any]:
    is_goal = kind in SheetEntry.GOALS
    here = refused if refused and refused.data.get("kind") == kind else None
    return {
        "kind": kind.value,
        "label": kind.label,
        "about": about,
        "dated": is_goal,
        "typed": {name: here.data.get(name, "") if here else "" for name in ("text", "due_on")},
        "error": _sentence(here) if here else "",
        "submission": uuid7(),
        "rows": [
            {"entry": e, "hints": hints_on_goal(e.text, e.kind, e.due_on) if is_goal else [], "submission": uuid7()}
            for e in content.of(kind)
        ],
    }


def _sentence(form: UseCaseForm) -> str:
    return " ".join(str(e) for errors in form.errors.values() for e in errors)


@page(SheetTextPerm.WRITE, "POST")
def save_text(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Save one step; to the script goes only the part that says so, with the version to send next time."""
    row = fetched(request, ItemPerm.PREPARE, pk)
    form = TextForm(request.POST)
    saved = None
    if form.is_valid() and form.cleaned_data["step"] not in ABOUT:
        form.add_error(None, "Diesen Schritt gibt es nicht. Laden Sie die Seite neu.")
    else:
        saved = form.run(usecases.write_text, actor=request.actor, item=row)
    error = "" if saved else _sentence(form)
    if not request.headers.get("HX-Request"):
        if error:
            raise form.violation or RuleViolation(error)
        return redirect("item-sheet", pk)
    step = form.cleaned_data.get("step") if form.is_bound and hasattr(form, "cleaned_data") else ""
    if step not in ABOUT:
        raise RuleViolation(error)
    content = sheet_for(request.actor, pk).step_text(str(step))
    seen = content.version if saved or not form.violation or form.violation.status != 409 else form.cleaned_data["seen"]
    part = _text(pk, content, saved=bool(saved), error=error, seen=seen)
    return render(request, "cases/_sheet_state.html", {"text": part}, status=form.status)


@page(SheetEntryPerm.ADD, "POST")
def add_entry(request: HttpRequest, pk: UUID) -> HttpResponse:
    row = fetched(request, ItemPerm.PREPARE, pk)
    form = EntryForm(request.POST)
    if form.run(usecases.prepare_entry, actor=request.actor, item=row) is None:
        if "kind" in form.errors:
            raise RuleViolation(_sentence(form))
        return _page(request, pk, form)
    return redirect(f"{reverse('item-sheet', args=[pk])}#{form.cleaned_data['kind']}")


@page(SheetEntryPerm.CHANGE, "GET", "POST")
def change_entry(request: HttpRequest, pk: UUID) -> HttpResponse:
    among = SheetEntry.objects.select_related("item")
    row = sheet_entry_policy.fetch(request.actor, SheetEntryPerm.CHANGE, among=among, pk=pk)
    back = reverse("item-sheet", args=[row.item_id])
    form = EntryChangeForm(posted(request), initial=initial_of(EntryChangeForm, row))
    if row.kind not in SheetEntry.GOALS:
        del form.fields["due_on"]
    return carry_out(
        request,
        form,
        usecases.change_prepared_entry,
        given={"entry": row},
        done="Gespeichert.",
        to=lambda _: back,
        title=row.get_kind_display(),
        submit="Speichern",
        cancel_url=back,
        crumbs=[f"Bogen {row.item.code}", back],
    )


@page(SheetEntryPerm.CHANGE, "POST")
def remove_entry(request: HttpRequest, pk: UUID) -> HttpResponse:
    entry = sheet_entry_policy.fetch(
        request.actor, SheetEntryPerm.CHANGE, among=SheetEntry.objects.select_related("item"), pk=pk
    )
    return press(
        request,
        usecases.remove_prepared_entry,
        done="Herausgenommen.",
        to=lambda item: reverse("item-sheet", args=[item.pk]),
        item=fetched(request, ItemPerm.PREPARE, entry.item_id),
        entry=entry,
    )


@page(ItemPerm.PREPARE, "GET", "POST")
def check(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What was found in the sheet, each with what can be done about it."""
    row = fetched(request, ItemPerm.PREPARE, pk)
    found = findings_of(row)
    form = HarmlessForm(posted(request), initial={"version": row.version}, keys=[f.key for f in found])
    if request.method == "POST":
        if form.run(usecases.check_item, actor=request.actor, item=row) is not None:
            return redirect(address(row))
        found = findings_of(row)
    ticked = set(request.POST.getlist("harmless") if form.is_bound else row.harmless.split())
    context = {
        "item": row,
        "form": form,
        "findings": [{"it": f, "ticked": f.key in ticked, "button": {"finding": f.key, **button(row)}} for f in found],
        "letters": list(row.case.persons.order_by("letter")),
        "checked": row.state != Item.State.REGISTERED,
    }
    return render(request, "cases/item_check.html", context, status=form.status)


@page(ItemPerm.PREPARE, "POST")
def replace(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One click: the letter takes the place of the name."""
    row = fetched(request, ItemPerm.PREPARE, pk)
    form: UseCaseForm = ReplaceForm(request.POST)
    if form.run(usecases.replace_find, actor=request.actor, item=row) is None:
        raise form.violation or RuleViolation("Laden Sie die Seite neu und versuchen Sie es noch einmal.")
    return redirect(f"{reverse('item-check', args=[pk])}#funde")
