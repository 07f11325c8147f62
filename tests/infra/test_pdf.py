"""Documents as PDF: what users typed is data, never markup."""

from pathlib import Path

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
