"""Letters to families, and under „Verwaltung“ the office's texts and templates for them."""

from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import content_disposition_header

from cases.models import CasePerson, Help, HelpPlan, LetterTemplate
from cases.policy.helps import HelpPerm, LetterPerm, PlanPerm, TemplatePerm, help_policy, plan_policy, template_policy
from cases.queries.helps import helps_for
from cases.queries.letters import PLACEHOLDERS, letter_rules
from cases.queries.plans import plans_for
from cases.usecases import letters as usecases
from cases.web.forms.helps import LetterForm
from kernel.documents.file_types import DOCX
from kernel.documents.word import LARGEST
from kernel.web.forms import UseCaseForm, button, carry_out, initial_of, posted, press
from kernel.web.stamps import page
from kernel.web.uploads import FileForm

KEPT = "Der Brief liegt jetzt bei den Unterlagen des Falls."


class RulesForm(UseCaseForm):
    sender = forms.CharField(label="Absender", max_length=300, required=False, help_text="Steht oben auf jedem Brief.")
    appeal = forms.CharField(
        label="Rechtsbehelfsbelehrung",
        max_length=1500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text="Für Bescheide. Ob Widerspruch oder Klage, bestimmt das Recht Ihres Landes. Ohne Belehrung läuft die Frist "
        "ein Jahr (§ 58 Abs. 2 VwGO).",
    )


class TemplateForm(FileForm):
    kind = forms.ChoiceField(label="Brief", choices=LetterTemplate.Kind.choices)
    file = forms.FileField(
        label="Vorlage",
        help_text="Word-Dokument (.docx) ohne Makros, höchstens 2 MB.",
        widget=forms.FileInput(attrs={"accept": ".docx"}),
        error_messages={
            "required": "Wählen Sie eine Datei aus.",
            "empty": "Die Datei ist leer. Wählen Sie eine andere.",
        },
    )
    field_order = ["kind", "file"]


def _recipient(persons: list[CasePerson]) -> str:
    """Name and address of the first who has custody, else of the first with an address."""
    ordered = sorted(persons, key=lambda p: (not p.custodial, not p.address))
    if not ordered:
        return ""
    return f"{ordered[0]}\n{ordered[0].address}".strip()


def _letter(request: HttpRequest, row: Any, name: str, use_case: Any, back: str, title: str) -> HttpResponse:
    persons = list(CasePerson.objects.filter(case=row.case_id))
    return carry_out(
        request,
        LetterForm(posted(request), initial={"version": row.version, "recipient": _recipient(persons)}),
        use_case,
        given={name: row},
        done=KEPT,
        to=lambda made: reverse("case-papers", args=[row.case_id]),
        title=title,
        submit="Brief schreiben",
        cancel_url=back,
        crumbs=[f"Fall {row.case.number}", back],
        state="Er entsteht aus dem, was eingetragen ist, und bleibt in der Akte, wie er ist.",
        draft="",
    )


@page(HelpPerm.CHANGE, "GET", "POST")
def decision(request: HttpRequest, pk: UUID) -> HttpResponse:
    row: Help = help_policy.fetch(request.actor, HelpPerm.CHANGE, among=helps_for(request.actor), pk=pk)
    return _letter(request, row, "help", usecases.write_decision, reverse("help", args=[pk]), "Bescheid schreiben")


@page(PlanPerm.WRITE, "GET", "POST")
def plan(request: HttpRequest, pk: UUID) -> HttpResponse:
    row: HelpPlan = plan_policy.fetch(request.actor, PlanPerm.WRITE, among=plans_for(request.actor), pk=pk)
    return _letter(request, row, "plan", usecases.write_plan, reverse("plan", args=[pk]), "Hilfeplan verschicken")


@page(LetterPerm.VIEW)
def rules_page(request: HttpRequest) -> HttpResponse:
    found = {t.kind: t for t in template_policy.rows(request.actor).defer("content")}
    return render(
        request,
        "cases/letters.html",
        {
            "rules": letter_rules(),
            "templates": [
                {"label": kind.label, "row": found.get(kind), "button": button(found[kind]) if kind in found else {}}
                for kind in LetterTemplate.Kind
            ],
            "placeholders": [{"label": "{{ " + name + " }}", "value": text} for name, text in PLACEHOLDERS.items()],
        },
    )


@page(LetterPerm.SET, "GET", "POST")
def change_rules(request: HttpRequest) -> HttpResponse:
    back = reverse("letters")
    return carry_out(
        request,
        RulesForm(posted(request), initial=initial_of(RulesForm, letter_rules())),
        usecases.set_letter_rules,
        done="Texte gespeichert.",
        to=lambda row: back,
        title="Texte der Briefe",
        submit="Speichern",
        cancel_url=back,
        crumbs=["Briefe", back],
    )


@page(TemplatePerm.FILE, "GET", "POST", upload=LARGEST)
def new_template(request: HttpRequest) -> HttpResponse:
    back = reverse("letters")
    return carry_out(
        request,
        TemplateForm(posted(request), request.FILES if request.method == "POST" else None),
        usecases.file_template,
        done="Vorlage gespeichert. Neue Briefe entstehen daraus.",
        to=lambda row: back,
        title="Eigene Vorlage hochladen",
        submit="Hochladen",
        cancel_url=back,
        crumbs=["Briefe", back],
        state="Wir prüfen sie und füllen sie einmal mit erfundenen Angaben. Programmcode darin wird nicht angenommen.",
        draft="",
    )


@page(TemplatePerm.VIEW)
def download_template(request: HttpRequest, pk: UUID) -> HttpResponse:
    row = template_policy.fetch(request.actor, TemplatePerm.VIEW, pk=pk)
    return _file(bytes(row.content), f"vorlage-{row.kind}.docx")


@page(LetterPerm.VIEW)
def our_template(request: HttpRequest) -> HttpResponse:
    return _file(usecases.default_template(), "vorlage.docx")


@page(TemplatePerm.FILE, "POST")
def remove_template(request: HttpRequest, pk: UUID) -> HttpResponse:
    row = template_policy.fetch(request.actor, TemplatePerm.FILE, pk=pk)
    return press(
        request,
        usecases.remove_template,
        template=row,
        done="Entfernt. Briefe entstehen wieder aus unserer Vorlage.",
        to=lambda gone: reverse("letters"),
    )


def _file(content: bytes, name: str) -> HttpResponse:
    answer = HttpResponse(content, content_type=DOCX.media_type)
    answer["Content-Disposition"] = content_disposition_header(True, name)
    answer["X-Content-Type-Options"] = "nosniff"
    return answer
