"""Documents as PDF: what users typed is data, never markup."""

from pathlib import Path

import pytest

from kernel.documents.pdf import render_pdf

TEMPLATE = """
#import "/frame.typ": paper, summary, ledger
#let data = json(bytes(sys.inputs.data))
#show: paper.with(title: data.title, office: "Nordkreis")
#summary(data.summary)
#ledger(("Träger", "Betrag"), data.rows, numbers: (1,))
"""


def test_a_pdf_is_for_the_archive_and_for_everyone(tmp_path: Path) -> None:
    template = tmp_path / "t.typ"
    template.write_text(TEMPLATE)
    hostile = '#panic("x") $x$ *b* \\ [ ] "'
    content = render_pdf(
        template,
        {"title": hostile, "summary": [{"label": hostile, "value": hostile}], "rows": [[hostile, "1.234,50 €"]]},
    )
    assert content.startswith(b"%PDF-1.7")
    for mark in (b"pdfaid:part>3<", b"pdfuaid:part>1<"):
        assert mark in content


@pytest.mark.parametrize("sign", ["😀", "你好", "\x00", "\x07", "\ue000", "\U0001f468\u200d\U0001f469"])
def test_a_sign_that_the_font_does_not_have_does_not_stop_the_document(tmp_path: Path, sign: str) -> None:
    template = tmp_path / "t.typ"
    template.write_text(TEMPLATE)
    data = {"title": sign, "summary": [{"label": "Bericht", "value": f"Łódź {sign} → gut"}], "rows": [[sign, "1,00 €"]]}
    assert render_pdf(template, data).startswith(b"%PDF-1.7")
