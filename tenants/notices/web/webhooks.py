"""Pages of the webhooks: in an office's administration and in a provider's workspace."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from kernel.keys import uuid7
from kernel.web.forms import button, carry_out, form_page, initial_of, posted, press
from kernel.web.lists import list_page
from kernel.web.stamps import page
from tenants.notices import queries
from tenants.notices.models import Delivery, Endpoint
from tenants.notices.policy import DeliveryPerm, EndpointPerm, delivery_policy, endpoint_policy
from tenants.notices.usecases import webhooks as usecases
from tenants.notices.web import tables
from tenants.notices.web.forms import EndpointForm, RenewalForm
from tenants.notices.web.places import at
from tenants.worklist.models import Event


@page(EndpointPerm.VIEW)
def webhooks(request: HttpRequest, organisation: str = "") -> HttpResponse:
    new = at(request, "webhook-new")
    return list_page(
        request,
        "notices/webhooks.html",
        rows=queries.endpoints_for(request.actor),
        table=tables.EndpointTable,
        filename="webhooks",
        new_url=new,
        in_office=not organisation,
        empty_title="Noch kein Webhook.",
        empty_text="Ein Webhook meldet einem anderen System sofort, was fällig wird oder erledigt ist.",
        empty_action={"url": new, "label": "Webhook anlegen"},
    )


@page(EndpointPerm.CREATE, "GET", "POST")
def create(request: HttpRequest, organisation: str = "") -> HttpResponse:
    form = EndpointForm(posted(request))
    made = form.run(usecases.create_endpoint, actor=request.actor) if request.method == "POST" else None
    back = at(request, "webhooks")
    if made is None:
        return form_page(
            request,
            form,
            title="Webhook anlegen",
            submit="Webhook anlegen",
            cancel_url=back,
            state="Gesendet werden Kennungen und Tage, keine Texte und keine Daten von Familien.",
            crumbs=["Webhooks", back],
        )
    return _secret(request, made, "Webhook angelegt")


def _secret(request: HttpRequest, endpoint: Any, title: str) -> HttpResponse:
    """The only page that shows the secret."""
    urls = {"list_url": at(request, "webhooks"), "webhook_url": at(request, "webhook", pk=endpoint.pk)}
    response = render(request, "notices/webhook_secret.html", {"endpoint": endpoint, "page_title": title} | urls)
    response["Cache-Control"] = "no-store"
    return response


def _fetch(request: HttpRequest, permission: EndpointPerm, pk: UUID) -> Any:
    among = queries.endpoints_for(request.actor)
    return endpoint_policy.fetch(request.actor, permission, among=among, pk=pk)


@page(EndpointPerm.VIEW)
def webhook(request: HttpRequest, pk: UUID, organisation: str = "") -> HttpResponse:
    endpoint = _fetch(request, EndpointPerm.VIEW, pk)
    overlaps = endpoint.old_until and endpoint.old_until > timezone.now()
    kinds = [Event.Kind(kind).label for kind in endpoint.kinds]
    return list_page(
        request,
        "notices/webhook.html",
        rows=queries.deliveries_for(request.actor, endpoint),
        table=tables.DeliveryTable,
        filterset=tables.DeliveryFilter,
        filename="webhook",
        endpoint=endpoint,
        summary=[
            {"label": "Adresse", "value": endpoint.url},
            {"label": "Ereignisse", "value": ", ".join(kinds)},
            *(
                [{"label": "Bisheriges Geheimnis", "value": f"gilt bis {tables.moment(endpoint.old_until)}"}]
                if overlaps
                else []
            ),
            {"label": "Zuletzt angenommen", "value": tables.moment(endpoint.accepted_at)},
        ],
        fields=button(endpoint),
        urls={name: at(request, f"webhook-{name}", pk=pk) for name in ("test", "change", "renew", "resume", "delete")},
        list_url=at(request, "webhooks"),
        empty_title="Noch nichts gesendet.",
        empty_text="Senden Sie eine Prüfmeldung, um zu sehen, ob das System sie annimmt.",
    )


@page(EndpointPerm.CHANGE, "GET", "POST")
def change(request: HttpRequest, pk: UUID, organisation: str = "") -> HttpResponse:
    endpoint = _fetch(request, EndpointPerm.CHANGE, pk)
    here = at(request, "webhook", pk=pk)
    return carry_out(
        request,
        EndpointForm(posted(request), initial=initial_of(EndpointForm, endpoint)),
        usecases.change_endpoint,
        given={"endpoint": endpoint},
        done="Gespeichert.",
        to=lambda e: here,
        title="Webhook ändern",
        state="Das Geheimnis bleibt.",
        submit="Speichern",
        cancel_url=here,
        crumbs=[endpoint.name, here],
    )


@page(EndpointPerm.CHANGE, "GET", "POST")
def renew(request: HttpRequest, pk: UUID, organisation: str = "") -> HttpResponse:
    endpoint = _fetch(request, EndpointPerm.CHANGE, pk)
    form = RenewalForm(posted(request), initial=initial_of(RenewalForm, endpoint))
    renewed = None
    if request.method == "POST":
        renewed = form.run(usecases.renew_secret, actor=request.actor, endpoint=endpoint)
    if renewed is not None:
        return _secret(request, renewed, "Geheimnis erneuert")
    here = at(request, "webhook", pk=pk)
    return form_page(
        request,
        form,
        title="Geheimnis erneuern",
        submit="Geheimnis erneuern",
        cancel_url=here,
        state="Tragen Sie das neue Geheimnis danach im anderen System ein.",
        crumbs=[endpoint.name, here],
    )


@page(EndpointPerm.CHANGE, "POST")
def resume(request: HttpRequest, pk: UUID, organisation: str = "") -> HttpResponse:
    endpoint = _fetch(request, EndpointPerm.CHANGE, pk)
    here = at(request, "webhook", pk=pk)
    return press(
        request, usecases.resume_endpoint, endpoint=endpoint, done="Der Webhook läuft wieder.", to=lambda e: here
    )


@page(EndpointPerm.DELETE, "POST")
def delete(request: HttpRequest, pk: UUID, organisation: str = "") -> HttpResponse:
    endpoint = _fetch(request, EndpointPerm.DELETE, pk)
    back = at(request, "webhooks")
    return press(request, usecases.delete_endpoint, endpoint=endpoint, done="Webhook gelöscht.", to=lambda e: back)


@page(EndpointPerm.TEST, "POST")
def test(request: HttpRequest, pk: UUID, organisation: str = "") -> HttpResponse:
    endpoint: Endpoint = _fetch(request, EndpointPerm.TEST, pk)
    here = at(request, "webhook", pk=pk)
    done = "Prüfmeldung wird gesendet. Laden Sie die Seite gleich neu."
    return press(request, usecases.send_test, endpoint=endpoint, done=done, to=lambda e: here)


@page(DeliveryPerm.VIEW)
def delivery(request: HttpRequest, pk: UUID, organisation: str = "") -> HttpResponse:
    row = delivery_policy.fetch(request.actor, DeliveryPerm.VIEW, among=queries.deliveries_for(request.actor), pk=pk)
    return render(
        request,
        "notices/delivery.html",
        {
            "delivery": row,
            "what": tables.what(row),
            "can_replay": row.state != Delivery.State.WAITING,
            "fields": {"submission": uuid7()},
            "replay_url": at(request, "webhook-replay", pk=pk),
            "webhook_url": at(request, "webhook", pk=row.endpoint_id),
            "summary": [
                {"label": "Kennung", "value": (row.event.code if row.event else "") or "–"},
                {"label": "Nummer der Meldung", "value": f"msg_{row.pk.hex}"},
                {"label": "Gemeldet", "value": tables.moment(row.created_at)},
                {"label": "Versuche", "value": row.attempts},
                {"label": "Letzter Versuch", "value": tables.moment(row.tried_at)},
                {"label": "Antwort", "value": row.status or "–"},
                {"label": "Fehler", "value": row.get_fault_display() or "–"},
                {"label": "Nächster Versuch", "value": tables.moment(row.next_at)},
            ],
        },
    )


@page(DeliveryPerm.REPLAY, "POST")
def replay(request: HttpRequest, pk: UUID, organisation: str = "") -> HttpResponse:
    row = delivery_policy.fetch(request.actor, DeliveryPerm.REPLAY, pk=pk)
    here = at(request, "webhook", pk=row.endpoint_id)
    return press(request, usecases.replay_delivery, delivery=row, done="Wird noch einmal gesendet.", to=lambda d: here)
