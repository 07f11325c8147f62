"""Settings under test: the same as in production but for what would need the world outside."""

import os
import tempfile

os.environ.update(
    HILFENETZ_MODE="test",
    HILFENETZ_SECRET_KEY="only-for-tests-" + "x" * 40,
    HILFENETZ_BASE_URL="http://hilfenetz.localhost",
)
os.environ.setdefault("HILFENETZ_VAR", tempfile.mkdtemp(prefix="hilfenetz-test-"))
os.environ.setdefault("DATABASE_OWNER_URL", "postgresql://")
os.environ["DATABASE_URL"] = os.environ["DATABASE_OWNER_URL"]

from project.settings import *  # noqa: F403
from project.settings import DATABASES, MIDDLEWARE, STORAGES, TEMPLATES


class Undefined(LookupError):
    """A template used a variable that its page does not give."""


class StrictText(str):
    """What Django puts where a variable is undefined: here it fails instead."""

    def __mod__(self, name: object) -> str:
        raise Undefined(f"undefined template variable: {name}")


DATABASES["default"]["OPTIONS"].pop("pool")
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
MAILERS = {"default": {"BACKEND": "django.core.mail.backends.locmem.EmailBackend"}}
MIDDLEWARE = [m for m in MIDDLEWARE if "whitenoise" not in m]
_options: dict[str, object] = TEMPLATES[0]["OPTIONS"]  # type: ignore[assignment]
_options["string_if_invalid"] = StrictText("%s")
ACCOUNT_RATE_LIMITS = False
PLACE_LIFETIME = 3600.0  # else a slow test counts a query more; tests that change an office call forget_places()
