"""Pages of the record: in an office, in a provider's workspace, and one's own with its releases (R26)."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404

from kernel.web.forms import press
from kernel.web.lists import list_page
from kernel.web.stamps import page
from tenants.training.policy.record import RecordPerm, ReleasePerm, release_policy
from tenants.training.queries.record import employers_of, employers_with_release, own_data, record_for
from tenants.training.usecases import release as usecases
from tenants.training.web import record_tables as tables
from tenants.training.web.record_tabs import address, record_tabs

STATES = {
    "office": "Fortbildungen aller, die hier arbeiten, wo auch immer sie sie erworben haben.",
    "organisation": "Was Ihre Fachkräfte bei Ihnen gelernt haben, und was sie Ihnen freigegeben haben.",
    "portal": "Ihre Fortbildungen aus allen Jugendämtern und bei allen Arbeitgebern.",
}
EMPTY = {
    "office": "Nachweise entstehen nach einer Fortbildung oder wenn Sie eine andere anerkennen.",
    "organisation": "Was Fachkräfte anderswo gelernt haben, sehen Sie, sobald sie es in ihrem Konto freigeben.",
    "portal": "Nach einer Fortbildung steht Ihr Zertifikat hier. Haben Sie anderswo gelernt? Beantragen Sie die Anerkennung.",
}


@page(RecordPerm.VIEW)
def record(request: HttpRequest, organisation: str = "") -> HttpResponse:
    kind = request.place.kind
    return list_page(
        request,
        "training/record.html",
        tabs=record_tabs(request),
        rows=record_for(request.actor),
        table=tables.OwnCertificateTable if kind == "portal" else tables.CertificateTable,
        filterset=tables.CertificateFilter,
        filename="nachweise",
        state=STATES[kind],
        ask_url="" if kind == "office" else address(request, "recognition-new"),
        json_url=address(request, "record-json") if kind == "portal" else "",
        empty_title="Kein Nachweis gefunden.",
        empty_text=EMPTY[kind],
    )


@page(RecordPerm.VIEW)
def own_json(request: HttpRequest) -> HttpResponse:
    """All that training knows of oneself, in a form that other programs read (Art. 20 GDPR)."""
    answer = JsonResponse(own_data(request.actor), json_dumps_params={"ensure_ascii": False, "indent": 2})
    answer["Content-Disposition"] = 'attachment; filename="nachweise.json"'
    answer["Cache-Control"] = "private, no-store"
    return answer


@page(ReleasePerm.VIEW)
def releases(request: HttpRequest) -> HttpResponse:
    """Each employer with what it sees, and the button that changes that."""
    return list_page(
        request,
        "training/releases.html",
        tabs=record_tabs(request),
        rows=employers_with_release(request.actor),
        table=tables.ReleaseTable,
        filename="freigaben",
        empty_title="Sie arbeiten zurzeit für keinen Träger.",
        empty_text="Sobald Sie für einen Träger arbeiten, können Sie ihm hier Ihre Nachweise freigeben.",
    )


@page(ReleasePerm.GIVE, "POST")
def give_release(request: HttpRequest, key: str) -> HttpResponse:
    actor = request.actor
    return press(
        request,
        usecases.give_release,
        organisation=get_object_or_404(employers_of(actor.person, actor.today), pk=key),
        done="Freigegeben. Der Träger sieht jetzt alle Ihre Nachweise.",
        to=lambda row: address(request, "releases"),
    )


@page(ReleasePerm.REVOKE, "POST")
def revoke_release(request: HttpRequest, pk: UUID) -> HttpResponse:
    return press(
        request,
        usecases.revoke_release,
        release=release_policy.fetch(request.actor, ReleasePerm.REVOKE, pk=pk),
        done="Zurückgenommen. Der Träger sieht nur noch, was Sie bei ihm gelernt haben.",
        to=lambda row: address(request, "releases"),
    )
