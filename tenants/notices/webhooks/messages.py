"""What a message says - codes and ids, no words - and its signature (Standard Webhooks)."""

import base64
import json
import secrets
from datetime import datetime
from typing import Any

from standardwebhooks.webhooks import Webhook

from kernel.sealed.service import cipher
from tenants.notices.models import Delivery, Endpoint

PURPOSE = "webhook"


def new_secret(endpoint: Endpoint) -> str:
    """Give the endpoint another secret and return it, this once; it lies sealed in the table."""
    secret = "whsec_" + base64.b64encode(secrets.token_bytes(32)).decode()
    endpoint.sealed_secret = cipher(PURPOSE).encrypt(secret.encode()).decode()
    return secret


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
    """The same id at each attempt, so that the receiver takes a message once."""
    secret = cipher(PURPOSE).decrypt(delivery.endpoint.sealed_secret).decode()
    key = f"msg_{delivery.pk.hex}"
    return {
        "Content-Type": "application/json",
        "User-Agent": "Hilfenetz-Webhooks/1",
        "webhook-id": key,
        "webhook-timestamp": str(int(now.timestamp())),
        "webhook-signature": Webhook(secret).sign(key, now, body.decode()),
    }
