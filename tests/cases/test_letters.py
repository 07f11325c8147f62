"""Letters to families: what they say, that they stay, and that a template is never code."""

import io
import zipfile
from collections.abc import Iterator
from typing import Any

import pytest
from docx import Document

from cases.models import CaseDocument, CaseFile, Help, LetterTemplate
from cases.queries.letters import EXAMPLE, decision_letter
from cases.usecases import letters as usecases
from kernel.access.actor import Actor, Role
from kernel.access.errors import Denied, RuleViolation
from kernel.documents.word import Unusable, check_template, render_docx
from kernel.tenancy.place import Place, transaction_in
from tests.factories import cases, people
from tests.factories import helps as make

HOSTILE = [
    "{{ ''.__class__.__mro__ }}", "{{ title.__class__ }}", "{{ title.upper() }}", "{{ title|attr('x') }}",
    "{{ range(10) }}", "{% set x = 1 %}", "{% import 'x' as y %}", "{% include 'x' %}", "{{ 9999999 * 'x' }}",
    "{% macro x() %}{% endmacro %}", "{{ facts[0] }}", "{% for a in 'xyz' %}{% endfor %}", "{{ self }}", "{{ cycler }}",
    "{% for a in facts %}{% for b in facts %}{% for c in facts %}{% endfor %}{% endfor %}{% endfor %}", "{{ unbekannt }}",
]  # fmt: skip


def template(*texts: str) -> bytes:
    paper = Document()
    for text in texts:
        paper.add_paragraph(text)
    out = io.BytesIO()
    paper.save(out)
    return out.getvalue()


def repacked(content: bytes, name: str, old: bytes, new: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as packed, zipfile.ZipFile(out, "w") as made:
        for entry in packed.infolist():
            part = packed.read(entry)
            made.writestr(entry.filename, part.replace(old, new) if entry.filename == name else part)
        if name not in packed.namelist():
            made.writestr(name, new)
    return out.getvalue()


def text_of(content: bytes) -> str:
    return "\n".join(p.text for p in Document(io.BytesIO(content)).paragraphs)


class TestTemplates:
    @pytest.mark.parametrize("code", HOSTILE)
    def test_a_template_with_code_in_it_is_refused(self, code: str) -> None:
        with pytest.raises(Unusable):
            check_template(template("Guten Tag", code), EXAMPLE)

    def test_code_in_header_or_properties_is_found_too(self) -> None:
        paper = Document()
        paper.core_properties.title = "{{ title.upper() }}"
        out = io.BytesIO()
        paper.save(out)
        header = Document()
        header.sections[0].header.paragraphs[0].text = "{{ title.upper() }}"
        beside = io.BytesIO()
        header.save(beside)
        for content in (out.getvalue(), beside.getvalue()):
            with pytest.raises(Unusable, match="Programmcode"):
                check_template(content, EXAMPLE)

    @pytest.mark.parametrize(
        ("name", "old", "new"),
        [
            ("word/vbaProject.bin", b"", b"macro"),
            ("word/embeddings/ole.bin", b"", b"x"),
            (
                "word/document.xml",
                b"Guten Tag",
                b"</w:t></w:r><w:r><w:instrText>DDEAUTO cmd</w:instrText></w:r><w:r><w:t>",
            ),
            ("word/document.xml", b"Guten Tag", b'</w:t></w:r><w:fldSimple w:instr="INCLUDETEXT x"/><w:r><w:t>'),
            (
                "word/_rels/document.xml.rels",
                b"</Relationships>",
                b'<Relationship Id="z" Type="http://x/attachedTemplate" Target="http://x/" TargetMode="External"/></Relationships>',
            ),
            ("word/document.xml", b"<w:document", b"<!DOCTYPE x [<!ENTITY a 'b'>]><w:document"),
        ],
    )
    def test_what_loads_or_runs_something_is_refused(self, name: str, old: bytes, new: bytes) -> None:
        with pytest.raises(Unusable):
            check_template(repacked(template("Guten Tag"), name, old, new), EXAMPLE)

    @pytest.mark.parametrize("content", [b"", b"%PDF-1.7", b"PK\x03\x04kaputt", b"x" * 3_000_000])
    def test_what_is_no_letter_is_refused(self, content: bytes) -> None:
        with pytest.raises(Unusable):
            check_template(content, EXAMPLE)

    def test_a_page_number_and_our_own_template_are_taken(self) -> None:
        check_template(usecases.default_template(), EXAMPLE)
        field = b"</w:t></w:r><w:r><w:instrText> PAGE </w:instrText></w:r><w:r><w:t>"
        check_template(repacked(template("Guten Tag"), "word/document.xml", b"Guten Tag", field), EXAMPLE)

    def test_what_was_typed_is_never_code_or_markup(self) -> None:
        hostile = "<w:p/> {{ title.upper() }} & \x07\x00 zwei\nZeilen"
        made = text_of(render_docx(template("{{ title }}"), EXAMPLE | {"title": hostile}))
        assert "<w:p/>" in made and "title.upper()" in made and "Zeilen" in made


@pytest.fixture
def worker(nord: Place) -> Iterator[Actor]:
    someone = people.actor(nord, Role.CASE_WORKER)
    with transaction_in(nord):
        yield someone


@pytest.fixture
def case(worker: Actor) -> CaseFile:
    return cases.case(worker=worker.person)


@pytest.mark.django_db
class TestLetters:
    def test_the_decision_says_what_is_granted_and_how_to_object(self, worker: Actor, case: CaseFile) -> None:
        row = make.help(case)
        for form, start in (("pdf", b"%PDF"), ("docx", b"PK")):
            usecases.write_decision(actor=worker, help=row, form=form, recipient="Familie Beispiel\nAm Markt 1")
            kept = CaseDocument.objects.first()
            assert (kept.kind, bytes(kept.content)[: len(start)]) == ("decision", start)
        words = text_of(bytes(CaseDocument.objects.get(media_type__contains="word").content))
        assert "§ 31" in words and "§ 5 SGB VIII" in words and "§ 58 Abs. 2 VwGO" in words and "Am Markt 1" in words

    def test_the_offices_own_words_stand_in_it(self, nord: Place, worker: Actor, case: CaseFile) -> None:
        admin = people.actor(nord, Role.OFFICE_ADMIN)
        usecases.set_letter_rules(actor=admin, sender="Rathaus", appeal="Klage beim Verwaltungsgericht")
        data: dict[str, Any] = decision_letter(worker, make.help(case), "Nordkreis", "")
        assert (data["sender"], data["appeal"]) == ("Rathaus", "Klage beim Verwaltungsgericht")

    def test_the_offices_own_template_is_used_and_taken_away(self, nord: Place, worker: Actor, case: CaseFile) -> None:
        admin, plan = people.actor(nord, Role.OFFICE_ADMIN), make.agreed(case)
        own = usecases.file_template(
            actor=admin, kind="plan", filename="v.docx", content=template("Eigen: {{ title }}")
        )
        usecases.write_plan(actor=worker, plan=plan, form="docx")
        assert text_of(bytes(CaseDocument.objects.get().content)) == f"Eigen: Hilfeplan, Fassung {plan.number}"
        usecases.remove_template(actor=admin, template=own)
        assert not LetterTemplate.objects.exists()

    def test_a_template_with_code_is_not_kept(self, nord: Place, worker: Actor) -> None:
        admin = people.actor(nord, Role.OFFICE_ADMIN)
        given = {"kind": "plan", "filename": "v.docx"}
        with pytest.raises(RuleViolation, match="Programmcode") as refused:
            usecases.file_template(actor=admin, content=template("{{ title.upper() }}"), **given)
        assert refused.value.field == "file" and not LetterTemplate.objects.exists()
        with pytest.raises(Denied):
            usecases.file_template(actor=worker, content=template("x"), **given)

    def test_no_letter_before_the_approval_of_a_draft_or_without_a_decision(
        self, worker: Actor, case: CaseFile
    ) -> None:
        for row in (make.help(case, state="approval"), make.help(case, ground="low_threshold", decided_by=None)):
            with pytest.raises(RuleViolation, match="Bescheid"):
                usecases.write_decision(actor=worker, help=row, form="pdf")
        with pytest.raises(RuleViolation, match="Entwurf"):
            usecases.write_plan(actor=worker, plan=make.plan(case), form="pdf")
        assert not CaseDocument.objects.exists() and Help.objects.count() == 2
