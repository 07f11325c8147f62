"""What belongs to contracts beside their text: selection, rounds, agreements, days of payment, papers."""

import hashlib
from datetime import date
from typing import Any

from contracts.models import (
    Agreement,
    Applicant,
    Contract,
    Document,
    DocumentVersion,
    Negotiation,
    ScheduleDate,
    Selection,
)
from project.demo_data.facts import Fact
from project.demo_data.structure import DECIDED, RUN, Structure

USUAL = {  # what contracts agree whose story tells nothing
    Contract.Regime.AMBULANT: [
        ("cost", "Fachleistungsstunde 73,60 € (erfunden)"),
        ("content", "Ambulante Hilfen nach Bedarf der Familie, im Sozialraum (erfunden)"),
        ("quality", "Jährlicher Qualitätsdialog; Auswertung mit den Familien (erfunden)"),
    ],
    Contract.Regime.RESIDENTIAL: [
        ("service", "Zehn Plätze, Montag bis Freitag bis 17 Uhr, mit Elternarbeit (erfunden)"),
        ("fee", "118,40 € am Tag (erfunden)"),
        ("quality", "Jährlicher Qualitätsdialog, Fortbildung des Teams (erfunden)"),
    ],
}


def add_life(built: Structure) -> None:
    """Add it to the structure's rows, contract by contract."""
    for fact in built.facts["contracts"]:
        contract = built.contracts[fact["id"]]
        day = fact.get("signed") or built.today
        _agreements(built, fact, contract, day)
        for month, number in fact.get("own_dates", ()):
            built.add(ScheduleDate, day, contract=contract, month=month, day=number)
        for held_on, topic, result in fact.get("rounds", ()):
            built.add(
                Negotiation, min(held_on, built.today), contract=contract, held_on=held_on, topic=topic, result=result
            )
        if "selection" in fact:
            _selection(built, fact["selection"], contract, day)
        if contract.state in (*RUN, Contract.State.SIGNED) and contract.root is None:
            _papers(built, contract, day)


def _agreements(built: Structure, fact: Fact, contract: Contract, day: date) -> None:
    told = fact.get("agreements")
    if told is None:
        first = contract.file  # a version takes over what the one before agreed
        if first.state not in DECIDED or first.begins is None:
            return
        told = [(kind, summary, first.begins) for kind, summary in USUAL[Contract.Regime(contract.regime)]]
    for kind, summary, begins, *ends in told:
        built.add(
            Agreement, day, contract=contract, kind=kind, summary=summary, begins=begins, ends=ends[0] if ends else None
        )


def _selection(built: Structure, fact: Fact, contract: Contract, day: date) -> None:
    told = dict(fact)
    applicants = told.pop("applicants", ())
    if told["procedure"] == Selection.Procedure.DIRECT:
        told.setdefault("decided_on", day)
    selection = built.add(Selection, told.get("announced_on", day), contract=contract, **told)
    for applicant in applicants:
        given = dict(applicant)
        built.add(
            Applicant,
            given["received_on"],
            selection=selection,
            organisation_id=given.pop("organisation"),
            **given,
        )


def _papers(built: Structure, contract: Contract, day: date) -> None:
    """The contract's text, and an annex that was replaced once."""
    head = f"{contract.number}: {contract.subject}"
    _paper(built, contract, day, "Vertragstext", [[head, "Vertragstext", "Erfunden für die Demo."]])
    annex = [[head, "Anlage 1: Leistungsbeschreibung", text] for text in ("Erfunden.", "Erfunden, zweite Fassung.")]
    _paper(built, contract, day, "Anlage 1: Leistungsbeschreibung", annex)


def _paper(built: Structure, contract: Contract, day: date, title: str, versions: list[list[str]]) -> None:
    document = built.add(Document, day, contract=contract, title=title)
    for number, lines in enumerate(versions, 1):
        content = pdf_of(lines)
        built.add(
            DocumentVersion,
            day,
            document=document,
            number=number,
            filename=f"{title.replace(':', '')}.pdf",
            media_type="application/pdf",
            size=len(content),
            sha256=hashlib.sha256(content).hexdigest(),
            content=content,
            uploaded_by=built.clerk,
        )


def pdf_of(lines: list[str]) -> bytes:
    """A page with some lines as PDF: the same bytes at every start, as the service's own papers cannot be."""
    text = " T* ".join(f"({line.translate(ESCAPED)}) Tj" for line in lines)
    page = f"BT /F 14 Tf 22 TL 60 780 Td {text} ET".encode("cp1252", "replace")
    parts: list[Any] = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(page), page),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    made, places = bytearray(b"%PDF-1.4\n"), []
    for number, part in enumerate(parts, 1):
        places.append(len(made))
        made += b"%d 0 obj\n%s\nendobj\n" % (number, part)
    table = len(made)
    made += b"xref\n0 %d\n0000000000 65535 f \n" % (len(parts) + 1)
    made += b"".join(b"%010d 00000 n \n" % place for place in places)
    made += b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(parts) + 1, table)
    return bytes(made)


ESCAPED = str.maketrans({"\\": r"\\", "(": r"\(", ")": r"\)"})
