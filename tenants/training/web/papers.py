"""The certificate, or the confirmation of a recognition, as a PDF."""

from pathlib import Path
from uuid import UUID

from django.http import Http404, HttpResponse

from kernel.clock import today
from kernel.documents.pdf import pdf_response, render_pdf
from kernel.web import words
from tenants.registry.places import base_url
from tenants.training.codes import grouped
from tenants.training.models import Certificate
from tenants.training.queries.record import recognition_of

TEMPLATE = Path(__file__).parents[1] / "documents" / "certificate.typ"


def certificate_response(pk: UUID | None) -> HttpResponse:
    """The PDF of a certificate that the caller may see; 404 if there is none."""
    rows = Certificate.objects.select_related("office", "curriculum", "course").filter(revoked_at=None)
    row = rows.filter(pk=pk).first() if pk else None
    if row is None:
        raise Http404("Eine Bescheinigung gibt es hier nicht.")
    return pdf_response(certificate_pdf(row), f"Nachweis {words.day(row.completed_on)}.pdf")


def certificate_pdf(row: Certificate) -> bytes:
    learned = recognition_of(row)
    facts = [
        ("Lehrgang", row.curriculum.title if row.curriculum else ""),
        ("Gelernt bei", learned.institution if learned else ""),
        ("Abgeschlossen am", words.day(row.completed_on)),
        ("Anerkannt am", words.day(learned.decided_on) if learned else ""),
        ("Umfang", words.hours(row.minutes)),
        ("Gilt bis", words.day(row.valid_until) if row.valid_until else "ohne Ablauf"),
    ]
    data = {
        "office": row.office.name,
        "kind": "Bescheinigung" if row.course else "Anerkennung",
        "title": row.title,
        "name": row.display_name,
        "sentence": "hat an dieser Fortbildung teilgenommen."
        if row.course
        else "hat diese Fortbildung anderswo abgeschlossen. Das Jugendamt hat den Beleg geprüft und erkennt sie an.",
        "printed": f"Stand {words.day(today())}",
        "facts": [{"label": label, "value": value} for label, value in facts if value],
        "modules": [str(m) for m in row.course.modules.all()] if row.course else [],
        "code": grouped(row.code),
        "address": base_url(f"/fortbildung/nachweis/{grouped(row.code)}/"),
    }
    return render_pdf(TEMPLATE, data)
