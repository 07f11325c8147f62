"""What a message says - codes and ids, no words - and its signature (Standard Webhooks)."""

import base64
import json
import secrets
from datetime import datetime, timedelta
from typing import Any

from standardwebhooks.webhooks import Webhook

from kernel.sealed.service import cipher
from tenants.notices.models import Delivery, Endpoint

PURPOSE = "webhook"


OVERLAP = timedelta(days=7)


def new_secret(endpoint: Endpoint) -> str:
    """Give the endpoint another secret and return it, this once; it lies sealed in the table."""
    secret = "whsec_" + base64.b64encode(secrets.token_bytes(32)).decode()
    endpoint.sealed_secret = cipher(PURPOSE).encrypt(secret.encode()).decode()
    return secret


def renewed_secret(endpoint: Endpoint, now: datetime, *, at_once: bool) -> str:
    """Another secret; the one before holds a week beside it, unless it must not from now on."""
    endpoint.old_secret, endpoint.old_until = ("", None) if at_once else (endpoint.sealed_secret, now + OVERLAP)
    return new_secret(endpoint)


def body_of(delivery: Delivery) -> bytes:
    event = delivery.event
    data: dict[str, Any] = {"endpoint": str(delivery.endpoint_id)}
    kind, at = "test", delivery.created_at
    if event:
        kind, at = f"{event.kind}.{'done' if event.done else 'due'}", event.at
        data = {
            "id": str(event.pk),
            "kind": event.kind,
            "done": event.done,
            "office": event.office_id,
            "organisation": event.organisation_id,
            "subject": event.subject,
            "code": event.code,
            "due_on": event.due_on.isoformat() if event.due_on else None,
        }
    return json.dumps({"type": kind, "timestamp": at.isoformat(), "data": data}).encode()


def headers_of(delivery: Delivery, body: bytes, now: datetime) -> dict[str, str]:
    """The same id at each attempt, so that the receiver takes a message once; a signature by each secret that holds."""
    endpoint, key = delivery.endpoint, f"msg_{delivery.pk.hex}"
    sealed = [endpoint.sealed_secret]
    if endpoint.old_until and now < endpoint.old_until:
        sealed.append(endpoint.old_secret)
    valid = [cipher(PURPOSE).decrypt(secret).decode() for secret in sealed]
    return {
        "Content-Type": "application/json",
        "User-Agent": "Hilfenetz-Webhooks/1",
        "webhook-id": key,
        "webhook-timestamp": str(int(now.timestamp())),
        "webhook-signature": " ".join(Webhook(secret).sign(key, now, body.decode()) for secret in valid),
    }
