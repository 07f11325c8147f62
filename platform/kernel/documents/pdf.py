"""PDF from a typst template and plain data: PDF/A-3a for the archive, PDF/UA-1 for everyone.

A template lies in the app's `documents/` folder, imports `/frame.typ` of this folder and reads its data with
`json(bytes(sys.inputs.data))`. What users typed is data, never markup.
"""

import json
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


def render_pdf(template: Path, data: Mapping[str, Any]) -> bytes:
    """The PDF's bytes. Numbers and dates are written as a German reads them before they come here."""
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


def pdf_response(content: bytes, filename: str) -> HttpResponse:
    """The PDF to look at or keep, under a name that says what it is."""
    headers = {"Content-Disposition": content_disposition_header(False, filename) or ""}
    return HttpResponse(content, content_type="application/pdf", headers=headers)


def _text(value: Any) -> str:
    if isinstance(value, date | Decimal):
        return str(value)
    raise TypeError(f"{type(value).__name__} does not belong in a document")
