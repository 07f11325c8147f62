"""Forms that carry out a use case: its rule violations become errors at the field, nothing typed is lost."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render

from kernel.access.errors import RuleViolation
from kernel.access.use_case import UseCase
from kernel.keys import uuid7

BOOKKEEPING = ("submission", "version")


class UseCaseForm(forms.Form):
    """A form with its own key (so that sending twice does nothing twice) and the version its editor saw."""

    submission = forms.UUIDField(
        widget=forms.HiddenInput,
        initial=uuid7,
        error_messages={
            "invalid": "Laden Sie die Seite neu und senden Sie das Formular noch einmal.",
            "required": "Laden Sie die Seite neu und senden Sie das Formular noch einmal.",
        },
    )
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    violation: RuleViolation | None = None

    def offer(self, field: str, rows: QuerySet[Any]) -> None:
        """Limit the choices of a field to what the actor may choose."""
        chooser = self.fields[field]
        if not isinstance(chooser, forms.ModelChoiceField):
            raise TypeError(f"{field} offers no records")
        chooser.queryset = rows

    @property
    def status(self) -> int:
        """The HTTP status of the page that shows this form."""
        if self.violation:
            return self.violation.status
        return 422 if self.is_bound and self.errors else 200

    def values(self) -> dict[str, Any]:
        """What was entered, by the names of the use case's arguments."""
        return {k: v for k, v in self.cleaned_data.items() if k not in BOOKKEEPING}

    def run(self, use_case: UseCase, *, actor: Any, **given: Any) -> Any:
        """Carry it out and return what it returns; None if something is wrong, which then stands in the form."""
        if not self.is_valid():
            return None
        try:
            return use_case(
                actor=actor,
                submission=self.cleaned_data["submission"],
                version=self.cleaned_data["version"],
                **given,
                **self.values(),
            )
        except RuleViolation as violation:
            self.violation = violation
            self.add_error(violation.field if violation.field in self.fields else None, violation.message)
            return None


def posted(request: HttpRequest) -> QueryDict | None:
    """What was sent, also if it was nothing at all; None if the form is only asked for."""
    return request.POST if request.method == "POST" else None


def form_page(
    request: HttpRequest,
    form: UseCaseForm,
    *,
    title: str,
    submit: str,
    cancel_url: str,
    state: str = "",
    template: str = "patterns/use_case_form.html",
    **context: Any,
) -> HttpResponse:
    """The page of a form; with errors its status says so."""
    shown = {
        "form": form,
        "page_title": title,
        "page_state": state,
        "submit": submit,
        "cancel_url": cancel_url,
        "draft": request.path,
    }
    return render(request, template, shown | context, status=form.status)


def initial_of(form: type[forms.Form], row: Any) -> dict[str, Any]:
    """The values of a record that the form shows, with the version that its editor sees."""
    names = [name for name in form.base_fields if name not in BOOKKEEPING and hasattr(row, name)]
    return {name: getattr(row, name) for name in names} | {"version": row.version}


def carry_out(
    request: HttpRequest,
    form: UseCaseForm,
    use_case: UseCase,
    *,
    done: str,
    to: Callable[[Any], str],
    given: dict[str, Any] | None = None,
    **page: Any,
) -> HttpResponse:
    """Show the form; when sent, run the use case, say what was done, and go where `to` says."""
    if request.method == "POST":
        result = form.run(use_case, actor=request.actor, **(given or {}))  # type: ignore[attr-defined]
        if result is not None:
            messages.success(request, done)
            return redirect(to(result))
    return form_page(request, form, **page)


def button(row: Any) -> dict[str, Any]:
    """The hidden fields of a button that does something with a record (components/post_action.html)."""
    return {"submission": uuid7(), "version": row.version}


def press(
    request: HttpRequest, use_case: UseCase, *, done: str, to: Callable[[Any], str], **given: Any
) -> HttpResponse:
    """What a button does; a rule that forbids it becomes a page with the sentence."""
    form = UseCaseForm(request.POST)
    result = form.run(use_case, actor=request.actor, **given)  # type: ignore[attr-defined]
    if result is None:
        raise form.violation or RuleViolation("Laden Sie die Seite neu und versuchen Sie es noch einmal.")
    messages.success(request, done)
    return redirect(to(result))
