"""The page of a certificate in an office, in a workspace and at one's own account; its PDF, and its end (R26)."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from kernel.web import words
from kernel.web.forms import carry_out, posted
from kernel.web.stamps import page
from tenants.training.codes import grouped
from tenants.training.policy.record import RecordPerm, record_policy
from tenants.training.queries.record import STATE_TONES, STATES, recognitions_for, record_for
from tenants.training.usecases import attendance
from tenants.training.web.papers import certificate_response
from tenants.training.web.record_forms import RevokeForm
from tenants.training.web.record_tabs import address


def _fetched(request: HttpRequest, pk: UUID, permission: RecordPerm = RecordPerm.VIEW) -> Any:
    actor = request.actor  # type: ignore[attr-defined]
    return record_policy.fetch(actor, permission, among=record_for(actor), pk=pk)


@page(RecordPerm.VIEW)
def entry(request: HttpRequest, pk: UUID, organisation: str = "") -> HttpResponse:
    """Why it was revoked stands with who revoked it and with the person, not with an employer."""
    row, actor = _fetched(request, pk), request.actor
    revokes = record_policy.holds(actor, RecordPerm.REVOKE, row)
    facts = [
        ("Name", row.display_name),
        ("Lehrgang", row.curriculum.title if row.curriculum else ""),
        ("Ausgestellt von", row.office.name),
        ("Arbeitgeber damals", str(row.organisation or "")),
        ("Abgeschlossen am", words.day(row.completed_on)),
        ("Dauer", words.hours(row.minutes)),
        ("Gilt bis", words.day(row.valid_until) if row.valid_until else "ohne Ende"),
        ("Prüfcode", grouped(row.code)),
    ]
    learned = recognitions_for(actor).filter(certificate=row).first()
    return render(
        request,
        "training/certificate.html",
        {
            "certificate": row,
            "state_word": STATES[row.state],
            "tone": STATE_TONES[row.state],
            "why": row.get_revoke_reason_display() if revokes or row.person_id == actor.person else "",
            "list_url": address(request, "record"),
            "paper_url": "" if row.revoked_at else address(request, "record-paper", row.pk),
            "recognition_url": address(request, "recognition", learned.pk) if learned else "",
            "revoke_url": address(request, "record-revoke", row.pk) if revokes and not row.revoked_at else "",
            "summary": [{"label": label, "value": value} for label, value in facts if value],
        },
    )


@page(RecordPerm.VIEW)
def paper(request: HttpRequest, pk: UUID, organisation: str = "") -> HttpResponse:
    return certificate_response(_fetched(request, pk).pk)


@page(RecordPerm.REVOKE, "GET", "POST")
def revoke(request: HttpRequest, pk: UUID) -> HttpResponse:
    row = _fetched(request, pk, RecordPerm.REVOKE)
    back = address(request, "record-entry", row.pk)
    return carry_out(
        request,
        RevokeForm(posted(request), initial={"version": row.version}),
        attendance.revoke_certificate,
        given={"certificate": row},
        done="Widerrufen. Wer den Prüfcode eingibt, sieht es ab jetzt.",
        to=lambda row: back,
        title="Nachweis widerrufen",
        submit="Widerrufen",
        cancel_url=back,
        crumbs=[row.title, back],
        state=f"{row.display_name}: {row.title}. Das lässt sich nicht zurücknehmen.",
    )
