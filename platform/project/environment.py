"""Reading settings from environment variables, and refusing what production must not have."""

import os
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

MODES = ("production", "demo", "test")
DEMO_SECRETS = ("demo", "geheim", "secret", "changeme", "django-insecure")


def env(name: str, default: str | None = None) -> str:
    """The variable's value; or, where NAME_FILE is set, what that file holds: so secrets stay out of the environment."""
    if file := os.environ.get(f"{name}_FILE"):
        return Path(file).read_text().strip()
    value = os.environ.get(name, default)
    if value is None:
        raise ImproperlyConfigured(f"{name} fehlt. infra/hilfenetz.env.example erklärt jede Einstellung.")
    return value


def day(name: str, default: str) -> date:
    try:
        return date.fromisoformat(env(name, default))
    except ValueError:
        raise ImproperlyConfigured(f"{name} ist kein Tag. Schreiben Sie ihn so: {default}.") from None


def login(url: str) -> dict[str, Any]:
    """User, password, host, port and name of a postgresql:// URL (a socket folder comes as ?host=)."""
    parts = urlsplit(url)
    query = dict(p.split("=", 1) for p in parts.query.split("&") if "=" in p)
    return {
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(query.get("host", parts.hostname or "")),
        "PORT": str(query.get("port", parts.port or "")),
        "NAME": parts.path.lstrip("/"),
    }


def refuse_unsafe(*, mode: str, secret_key: str, base_url: str) -> None:
    """Production does not start with a demo secret, without TLS, as the owner, or with switches of the demo set."""
    if mode not in MODES:
        raise ImproperlyConfigured(f"HILFENETZ_MODE={mode} gibt es nicht; möglich sind {', '.join(MODES)}.")
    if mode != "production":
        return
    if len(secret_key) < 40 or any(word in secret_key.lower() for word in DEMO_SECRETS):
        raise ImproperlyConfigured(
            "HILFENETZ_SECRET_KEY ist zu kurz oder ein Demo-Wert. Erzeugen Sie einen zufälligen."
        )
    if not base_url.startswith("https://"):
        raise ImproperlyConfigured("HILFENETZ_BASE_URL muss in der Produktion mit https:// beginnen.")
    for switch in ("DEBUG", "HILFENETZ_DEBUG", "HILFENETZ_DEMO_SIGN_IN", "HILFENETZ_WEBHOOK_LOOPBACK"):
        if os.environ.get(switch, "").lower() not in ("", "0", "false", "no"):
            raise ImproperlyConfigured(f"{switch} ist gesetzt. Das gibt es in der Produktion nicht.")
    owner, web = (login(env(name, ""))["USER"] for name in ("DATABASE_OWNER_URL", "DATABASE_URL"))
    if owner and owner == (web or owner):
        raise ImproperlyConfigured(
            "DATABASE_URL muss eine andere Rolle als DATABASE_OWNER_URL nennen: die ohne Rechte, hn_web."
        )


def var_folder() -> Path:
    return Path(env("HILFENETZ_VAR", "var")).resolve()
