"""Letters to families: written from what was decided and agreed, kept in the case as they went out; the office's templates."""

import hashlib
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

from docx import Document
from docx.shared import Pt

from cases.models import CaseDocument, Help, HelpPlan, LetterRules, LetterTemplate
from cases.policy.helps import HelpPerm, LetterPerm, PlanPerm, TemplatePerm
from cases.queries.letters import EXAMPLE, decision_letter, plan_letter
from cases.usecases.papers import keep_letter
from kernel.access.actor import Actor
from kernel.access.errors import Conflict, RuleViolation
from kernel.access.use_case import use_case
from kernel.documents.file_types import DOCX, PDF
from kernel.documents.pdf import render_pdf
from kernel.documents.word import Unusable, check_template, render_docx
from tenants.registry.models import Office

PAPER = Path(__file__).parents[1] / "documents" / "letter.typ"
Kind = LetterTemplate.Kind


@use_case(HelpPerm.CHANGE, on="help")
def write_decision(*, actor: Actor, help: Help, form: str, recipient: str = "") -> Help:
    """The decision as a letter, kept in the case."""
    if help.state not in (Help.State.RUNNING, Help.State.ENDED):
        raise RuleViolation("Einen Bescheid gibt es, wenn die Hilfe bewilligt ist und die Leitung zugestimmt hat.")
    if help.ground == Help.Ground.LOW_THRESHOLD:
        raise RuleViolation(
            "Über diese Hilfe hat das Jugendamt nicht entschieden (§ 36a Abs. 2). Es gibt keinen Bescheid."
        )
    data = decision_letter(actor, help, _office(actor), recipient)
    _keep(actor, help.case, Kind.DECISION, f"bescheid-{actor.today:%Y-%m-%d}", form, data)
    help.save()
    return help


@use_case(PlanPerm.WRITE, on="plan")
def write_plan(*, actor: Actor, plan: HelpPlan, form: str, recipient: str = "") -> HelpPlan:
    """The agreed help plan as a letter, kept in the case."""
    if plan.state == HelpPlan.State.DRAFT:
        raise RuleViolation("Ein Entwurf wird nicht verschickt. Vereinbaren Sie den Hilfeplan zuerst.")
    data = plan_letter(actor, plan, _office(actor), recipient)
    _keep(actor, plan.case, Kind.PLAN, f"hilfeplan-{plan.number}-{actor.today:%Y-%m-%d}", form, data)
    plan.save()
    return plan


def _office(actor: Actor) -> str:
    return str(Office.objects.get(pk=actor.place).name)


def _keep(actor: Actor, case: Any, kind: str, stem: str, form: str, data: dict[str, Any]) -> CaseDocument:
    """The letter's file joins the case under a name that says nothing about the family."""
    if form not in ("pdf", "docx"):
        raise RuleViolation("Wählen Sie PDF oder Word.", field="form")
    if form == "pdf":
        return keep_letter(actor, case, kind, data["title"], f"{stem}.pdf", PDF, render_pdf(PAPER, data))
    own = LetterTemplate.objects.filter(kind=kind).first()
    try:
        content = render_docx(bytes(own.content) if own else default_template(), data)
    except Unusable as unusable:
        raise RuleViolation(unusable.message, field="form") from None
    return keep_letter(actor, case, kind, data["title"], f"{stem}.docx", DOCX, content)


@use_case(LetterPerm.SET)
def set_letter_rules(*, actor: Actor, sender: str, appeal: str, version: int | None = None) -> LetterRules:
    """What stands on every letter; the Rechtsbehelfsbelehrung is the office's own, as the law of its state wants it."""
    row = LetterRules.objects.select_for_update().first() or LetterRules()
    if version is not None and version != row.version:
        raise Conflict
    row.sender, row.appeal = sender.strip(), appeal.strip()
    row.save()
    return row


@use_case(TemplatePerm.FILE)
def file_template(*, actor: Actor, kind: str, filename: str, content: bytes) -> LetterTemplate:
    """The office's own template of a letter; one with code in it is refused."""
    if kind not in Kind.values:
        raise RuleViolation("Wählen Sie, für welchen Brief die Vorlage ist.", field="kind")
    try:
        check_template(content, EXAMPLE)
    except Unusable as unusable:
        raise RuleViolation(unusable.message, field="file") from None
    row = LetterTemplate.objects.filter(kind=kind).first() or LetterTemplate(kind=kind)
    row.filename, row.content = filename[-200:], content
    row.sha256, row.uploaded_by = hashlib.sha256(content).hexdigest(), actor.person
    row.save()
    return row


@use_case(TemplatePerm.FILE, on="template")
def remove_template(*, actor: Actor, template: LetterTemplate) -> LetterTemplate:
    """From now on the letter is written by our template again."""
    gone = LetterTemplate.objects.get(pk=template.pk)
    gone.delete()
    return template


@cache
def default_template() -> bytes:
    """Our template of both letters; an office may take it as the beginning of its own."""
    paper = Document()
    paper.core_properties.author, paper.core_properties.title = "", "{{ title }}"
    paper.core_properties.comments, paper.core_properties.language = "", "de-DE"
    paper.styles["Normal"].font.name, paper.styles["Normal"].font.size = "Calibri", Pt(11)
    paper.sections[0].header.paragraphs[0].text = "{{ office }}"
    for text in ("{{ sender }}", "{{ recipient }}"):
        paper.add_paragraph(text)
    paper.add_heading("{{ title }}", 1)
    for text in ("{%p for fact in facts %}", "{{ fact.label }}: {{ fact.value }}", "{%p endfor %}", "{{ opening }}"):
        paper.add_paragraph(text)
    paper.add_paragraph("{%p for part in parts %}")
    paper.add_heading("{{ part.title }}", 2)
    paper.add_paragraph("{{ part.text }}")
    paper.add_paragraph("{%p endfor %}")
    paper.add_paragraph("{%p if goals %}")
    paper.add_heading("Ziele", 2)
    for text in (
        "{%p for goal in goals %}",
        "{{ goal.kind }}: {{ goal.text }}",
        "{%p if goal.sign %}",
        "Woran man es merkt: {{ goal.sign }}",
        "{%p endif %}",
        "{%p if goal.due_on %}",
        "Bis {{ goal.due_on }}",
        "{%p endif %}",
        "{%p endfor %}",
        "{%p endif %}",
        "{%p if appeal %}",
    ):
        paper.add_paragraph(text)
    paper.add_heading("{{ appeal_title }}", 2)
    for text in ("{{ appeal }}", "{%p endif %}", "{{ closing }}"):
        paper.add_paragraph(text)
    out = BytesIO()
    paper.save(out)
    return out.getvalue()
