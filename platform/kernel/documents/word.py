"""Letters as DOCX from a template. A template holds names of values, lists and conditions, and nothing else: no code.

What an office uploads is measured before it is opened, its fields are checked one by one, and it is filled in once with
invented values; only then is it kept. Filling in happens in jinja's sandbox with the same check again.
"""

import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from typing import Any

from docxtpl import DocxTemplate
from jinja2 import StrictUndefined, TemplateError, nodes
from jinja2.sandbox import SandboxedEnvironment

LARGEST = 2 * 1024 * 1024
MOST_PARTS = 300
MOST_UNPACKED = 30_000_000  # bytes
DEEPEST = 2  # lists within lists
ALLOWED = (
    nodes.Template, nodes.Output, nodes.TemplateData, nodes.Name, nodes.Getattr, nodes.For, nodes.If, nodes.Not,
    nodes.And, nodes.Or,
)  # fmt: skip
FORBIDDEN_PARTS = re.compile(r"vbaProject|vbaData|activeX|/embeddings/|\.bin$", re.IGNORECASE)
OUTSIDE = re.compile(rb'TargetMode\s*=\s*["\']External["\']')
LINK = re.compile(rb'Type\s*=\s*["\'][^"\']*/hyperlink["\']')
# Fields of Word that only count or show a day; every other may read files or ask other programs.
FIELD_CODE = re.compile(rb"<(?:\w+:)?instrText\b[^>]*>([^<]*)|\binstr\s*=\s*[\"']([^\"']*)")
HARMLESS_FIELD = re.compile(rb"\s*(?:(?:PAGE|NUMPAGES|SECTIONPAGES|DATE|TIME)\b.*|\\.*)?\s*", re.IGNORECASE | re.DOTALL)
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")

NO_LETTER = "Das ist keine Word-Datei (.docx) ohne Makros. Speichern Sie die Vorlage als „Word-Dokument“."
TOO_LARGE = "Die Vorlage ist größer als 2 MB. Verkleinern Sie die Bilder darin."
OUTSIDE_FOUND = (
    "Die Vorlage lädt etwas von außen oder führt etwas aus. Entfernen Sie Verknüpfungen, Objekte und Feldfunktionen."
)
WRONG_NAME = "Ein Platzhalter der Vorlage ist unbekannt oder falsch geschrieben."
CODE_FOUND = (
    "In der Vorlage steht Programmcode. Erlaubt sind nur Platzhalter wie {{ aktenzeichen }}, Listen und Bedingungen."
)


class Unusable(Exception):
    """Why a template is not taken, as a sentence for the person who sent it."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class Plain(SandboxedEnvironment):
    """The sandbox, and within it nothing but values, lists and conditions: no call, no filter, no arithmetic."""

    def __init__(self) -> None:
        super().__init__(autoescape=True, undefined=StrictUndefined)
        for known in (self.globals, self.filters, self.tests):
            known.clear()

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        tree = super()._parse(source, name, filename)
        _check(tree)
        return tree


def _check(node: nodes.Node, depth: int = 0) -> None:
    if not isinstance(node, ALLOWED):
        raise Unusable(CODE_FOUND)
    if isinstance(node, nodes.Name | nodes.Getattr):
        name = node.name if isinstance(node, nodes.Name) else node.attr
        if name.startswith("_") or name == "self":
            raise Unusable(CODE_FOUND)
    if isinstance(node, nodes.For):
        depth += 1
        if depth > DEEPEST or node.recursive or not isinstance(node.iter, nodes.Name | nodes.Getattr):
            raise Unusable(CODE_FOUND)
    for child in node.iter_child_nodes():
        _check(child, depth)


def render_docx(template: bytes, data: Mapping[str, Any]) -> bytes:
    """The letter's bytes. Values are texts, lists and mappings of these; what was typed is never markup or code.

    Raises `Unusable` for a template that is none.
    """
    document = DocxTemplate(io.BytesIO(template))
    try:
        document.render(_clean(data), Plain(), autoescape=True)
    except TemplateError as error:
        raise Unusable(f"{WRONG_NAME} ({error.message})") from error
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def check_template(content: bytes, example: Mapping[str, Any]) -> None:
    """Whether an office may use it: within limits, without code, nothing from outside, and filled in with an example."""
    if len(content) > LARGEST:
        raise Unusable(TOO_LARGE)
    for name, part in _parts(content):
        if FORBIDDEN_PARTS.search(name):
            raise Unusable(NO_LETTER)
        if name.endswith(".rels") and any(
            OUTSIDE.search(relation) and not LINK.search(relation) for relation in part.split(b"<Relationship ")
        ):
            raise Unusable(OUTSIDE_FOUND)
        if name.endswith((".xml", ".rels")) and (b"<!DOCTYPE" in part or b"<!ENTITY" in part):
            raise Unusable(NO_LETTER)
        if any(not HARMLESS_FIELD.fullmatch(a or b) for a, b in FIELD_CODE.findall(part)):
            raise Unusable(OUTSIDE_FOUND)
    try:
        render_docx(content, example)
    except (KeyError, ValueError, AttributeError, zipfile.BadZipFile) as error:
        raise Unusable(NO_LETTER) from error


def _parts(content: bytes) -> Iterator[tuple[str, bytes]]:
    """The parts, each measured before it is unpacked."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            entries = packed.infolist()
            if len(entries) > MOST_PARTS or sum(e.file_size for e in entries) > MOST_UNPACKED:
                raise Unusable(TOO_LARGE)
            if "word/document.xml" not in {e.filename for e in entries}:
                raise Unusable(NO_LETTER)
            yield from [(e.filename, packed.read(e)) for e in entries]
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError) as error:
        raise Unusable(NO_LETTER) from error


def _clean(value: Any) -> Any:
    if isinstance(value, str):
        return CONTROL.sub("", value)
    if isinstance(value, Mapping):
        return {key: _clean(part) for key, part in value.items()}
    return [_clean(part) for part in value] if isinstance(value, list | tuple) else value
