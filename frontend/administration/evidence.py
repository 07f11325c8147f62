"""What an office shows its supervisory authority before it commissions the service (§ 80 Abs. 1 SGB X): made from the
declarations that also execute, and from the settings that are in force."""

from datetime import date
from typing import Any

from django.apps import apps
from django.conf import settings

from frontend.administration.audit_words import RECORDS
from kernel.access.actor import OFFICE_ROLES, PROVIDER_ROLES
from kernel.retention.policy import the_policy
from kernel.sealed.fields import SealedField
from kernel.tenancy.place import Place
from kernel.web import words


def evidence(place: Place, day: date) -> dict[str, Any]:
    """Data kinds, purposes, recipients, measures, sub-processors, as plain text."""
    policy = the_policy()
    kinds: dict[str, list[str]] = {name: [] for name in policy.classes}
    for label, columns in policy.models.items():
        for name in sorted(set(columns.values())):
            if label in RECORDS and RECORDS[label] not in kinds[name]:
                kinds[name].append(RECORDS[label])
    return {
        "title": "Nachweis zur Auftragsverarbeitung",
        "office": f"{place.name} (Jugendamt)",
        "state": "Anzeige an die Aufsichtsbehörde nach § 80 Abs. 1 SGB X",
        "printed": f"Stand {words.day_text(day)}",
        "kinds": [
            {"purpose": of.reason, "term": of.term, "kinds": ", ".join(sorted(kinds[name])) or "technische Angaben"}
            for name, of in policy.classes.items()
        ],
        "recipients": [
            "Im Jugendamt: " + ", ".join(sorted(r.label for r in OFFICE_ROLES)) + ", je nach Rolle.",
            "Bei Trägern: " + ", ".join(sorted(r.label for r in PROVIDER_ROLES))
            + ", pseudonymisiert (§ 64 Abs. 2a SGB VIII), Namen nur mit Einwilligung.",
            "Das zuständige Archiv, wenn eine Frist abgelaufen ist.",
        ],
        "measures": _measures(),
        "processors": ["Keine Unterauftragnehmer sind eingetragen. Der Dienst läuft bei dem, der ihn betreibt."],
    }  # fmt: skip


def _measures() -> list[str]:
    sealed = sum(isinstance(f, SealedField) for m in apps.get_models() for f in m._meta.concrete_fields)
    found = [
        "Jedes Jugendamt hat ein eigenes Schema und eine eigene Rolle in der Datenbank.",
        f"{sealed} Spalten mit Namen, Anschriften und Texten über Familien sind mit einem Schlüssel des Amts verschlossen "
        "(AES-GCM); er liegt nicht in der Datenbank.",
        "Jede Einsicht in Fälle steht in einem verketteten Protokoll.",
        "Fristen löschen von selbst; was gelöscht ist, bleibt ohne Angaben über Menschen nachgewiesen.",
        "Fachkräfte der Träger sehen ohne gültige Unterweisung nichts (§ 78 Abs. 2 SGB X).",
    ]
    if settings.SESSION_COOKIE_SECURE:
        found.append("Übertragen wird nur verschlüsselt (HTTPS).")
    if getattr(settings, "CLAMD", ""):
        found.append("Hochgeladene Dateien prüft ein Virenscanner.")
    return found
