"""PDF from a typst template and plain data: PDF/A-3a for the archive, PDF/UA-1 for everyone.

A template lies in the app's `documents/` folder, imports `/frame.typ` of this folder and reads its data with
`json(bytes(sys.inputs.data))`. What users typed is data, never markup.
"""

import json
import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import typst
from django.http import HttpResponse
from django.utils.http import content_disposition_header

FRAME = Path(__file__).parent / "frame.typ"
STANDARDS: Any = ["a-3a", "ua-1"]
UNUSUAL = re.compile(
    "[^\n\t\u0020-\u007e\u00a0-\u017f\u0386\u0388-\u038a\u038c\u038e-\u03a1\u03a3-\u03ce\u0400-\u045f\u2010-\u2015"
    "\u2018-\u201e\u2020-\u2022\u2026\u202f\u2030\u2039\u203a\u20ac\u2116\u2122\u2190-\u2193\u2212\u2248\u2260\u2264\u2265]+"
)


def render_pdf(template: Path, data: Mapping[str, Any]) -> bytes:
    """The PDF's bytes. Numbers and dates are written as a German reads them before they come here.

    What the font cannot show, the standards forbid: a smiley in a report becomes a box, and the document is made.
    """
    try:
        return _compiled(template, data)
    except typst.TypstError:
        return _compiled(template, _showable(data))


def _compiled(template: Path, data: Mapping[str, Any]) -> bytes:
    files: Any = {"main": template.read_bytes(), "frame.typ": FRAME.read_bytes()}
    return bytes(
        typst.compile(
            files,
            format="pdf",
            sys_inputs={"data": json.dumps(data, default=_text, ensure_ascii=False)},
            pdf_standards=STANDARDS,
            ignore_system_fonts=True,
        )
    )


def _showable(value: Any) -> Any:
    """The same with a box for each run of signs that the font may not have."""
    if isinstance(value, str):
        return UNUSUAL.sub("□", value)
    if isinstance(value, Mapping):
        return {key: _showable(part) for key, part in value.items()}
    return [_showable(part) for part in value] if isinstance(value, list | tuple) else value


def pdf_response(content: bytes, filename: str) -> HttpResponse:
    """The PDF to look at or keep, under a name that says what it is."""
    headers = {"Content-Disposition": content_disposition_header(False, filename) or ""}
    return HttpResponse(content, content_type="application/pdf", headers=headers)


def _text(value: Any) -> str:
    if isinstance(value, date | Decimal):
        return str(value)
    raise TypeError(f"{type(value).__name__} does not belong in a document")
