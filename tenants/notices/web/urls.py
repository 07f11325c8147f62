"""Addresses of notices and webhooks; the same in an office and in a provider's workspace."""

from django.urls import path

from tenants.notices.web import notices, webhooks

bell = [
    path("benachrichtigungen/", notices.notices, name="bell"),
    path("benachrichtigungen/zahl/", notices.count, name="bell-count"),
    path("benachrichtigungen/gelesen/", notices.read_all, name="bell-read-all"),
    path("benachrichtigungen/<uuid:pk>/gelesen/", notices.read, name="bell-read"),
]
own = [path("benachrichtigungen/", notices.frequencies, name="frequencies")]
administration = [
    path("webhooks/", webhooks.webhooks, name="webhooks"),
    path("webhooks/neu/", webhooks.create, name="webhook-new"),
    path("webhooks/<uuid:pk>/", webhooks.webhook, name="webhook"),
    path("webhooks/<uuid:pk>/aendern/", webhooks.change, name="webhook-change"),
    path("webhooks/<uuid:pk>/geheimnis/", webhooks.renew, name="webhook-renew"),
    path("webhooks/<uuid:pk>/fortsetzen/", webhooks.resume, name="webhook-resume"),
    path("webhooks/<uuid:pk>/loeschen/", webhooks.delete, name="webhook-delete"),
    path("webhooks/<uuid:pk>/pruefen/", webhooks.test, name="webhook-test"),
    path("webhooks/meldungen/<uuid:pk>/", webhooks.delivery, name="webhook-delivery"),
    path("webhooks/meldungen/<uuid:pk>/senden/", webhooks.replay, name="webhook-replay"),
]
