"""Pages of consents and legal bases of a case (R17)."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from cases.models import CaseFile, CasePerson, Consent
from cases.policy import CasePerm, case_policy
from cases.policy.consents import ConsentPerm, consent_policy
from cases.queries.consents import must_consent
from cases.usecases import consents as usecases
from cases.web.file_tabs import file_tabs
from cases.web.forms.items import ConsentForm
from contracts.queries.names import names_of
from kernel.audit.reads import note_read
from kernel.web.forms import button, carry_out, posted, press
from kernel.web.stamps import page

TERM = timedelta(days=182)


def address(case: CaseFile | UUID) -> str:
    return reverse("consents", args=[getattr(case, "pk", case)])


@page(ConsentPerm.VIEW)
def consents(request: HttpRequest, pk: UUID) -> HttpResponse:
    actor = request.actor
    case = case_policy.fetch(actor, CasePerm.VIEW, pk=pk)
    rows = list(
        consent_policy.rows(actor)
        .filter(case=case)
        .select_related("person")
        .prefetch_related("givers__person", "recipients__organisation")
    )
    if rows:
        note_read(Consent)
    family = list(CasePerson.objects.filter(case=case))
    names = names_of(actor, [r.person for c in rows for r in c.recipients.all()])
    can = case_policy.holds(actor, CasePerm.WORK, case) and consent_policy.allows(actor, ConsentPerm.RECORD)
    return render(
        request,
        "cases/consents.html",
        {
            "case": case,
            "tabs": file_tabs(actor, case),
            "consents": [_shown(c, family, names, actor.today) for c in rows],
            "can_record": can and bool(family),
            "can_revoke": consent_policy.allows(actor, ConsentPerm.REVOKE),
            "no_family": not family,
        },
    )


def _shown(consent: Consent, family: list[CasePerson], names: dict[UUID, str], today: Any) -> dict[str, Any]:
    needed = {p.pk for p in must_consent(consent.person, family, today)}
    given = {g.person_id for g in consent.givers.all()}
    if consent.revoked_at:
        state, tone = "widerrufen", "danger"
    elif consent.ends < today:
        state, tone = "abgelaufen", "neutral"
    elif consent.begins > today:
        state, tone = "gilt noch nicht", "info"
    elif consent.kind == Consent.Kind.CONSENT and not (needed and needed <= given):
        state, tone = "reicht nicht mehr", "warning"  # custody or insight changed since
    else:
        state, tone = "gilt", "success"
    return {
        "it": consent,
        "state": state,
        "tone": tone,
        "givers": ", ".join(f"{g.person.letter} ({g.person})" for g in consent.givers.all()),
        "recipients": [
            f"{names.get(r.person, 'nicht mehr hier')}, {r.organisation or 'Jugendamt'}"
            for r in consent.recipients.all()
        ],
        "revocable": consent.revoked_at is None and consent.ends >= today,
        "button": button(consent),
    }


@page(ConsentPerm.RECORD, "GET", "POST")
def new_consent(request: HttpRequest, pk: UUID) -> HttpResponse:
    case = case_policy.fetch(request.actor, CasePerm.WORK, pk=pk)
    today = request.actor.today
    form = ConsentForm(
        posted(request),
        initial={"begins": today, "ends": today + TERM, "informed_on": today, "given_on": today},
        actor=request.actor,
        case=case,
    )
    return carry_out(
        request,
        form,
        usecases.record_consent,
        given={"case": case},
        done="Eingetragen. Namen öffnen sich erst, wenn Sie bei der Beratung „mit Namen“ wählen.",
        to=lambda _: address(case),
        title="Einwilligung eintragen",
        submit="Eintragen",
        cancel_url=address(case),
        crumbs=[f"Fall {case.number}", address(case)],
        state="Eine Einwilligung öffnet die Daten einer Person für die genannten Leserinnen und Leser, sonst nichts.",
    )


@page(ConsentPerm.REVOKE, "POST")
def revoke(request: HttpRequest, pk: UUID) -> HttpResponse:
    row = consent_policy.fetch(request.actor, ConsentPerm.REVOKE, pk=pk)
    return press(
        request,
        usecases.revoke_consent,
        done="Widerrufen. Die Namen sind geschlossen.",
        to=lambda c: address(c.case_id),
        consent=row,
    )
