"""Settings: the same service without tenants. Django's own backend on one schema, no place, no membership."""

from project.settings import *  # noqa: F403
from project.settings import DATABASES, MIDDLEWARE

_given = DATABASES["default"]
DATABASES = {
    "default": {
        **_given,
        **{key: _given["OWNER"][key] for key in ("USER", "PASSWORD")},
        "ENGINE": "django.db.backends.postgresql",
        "OPTIONS": {**_given["OPTIONS"], "options": "-c search_path=o_amt0,public -c timezone=UTC"},
    }
}
_TENANCY = (
    "project.middleware.FindPlace",
    "project.middleware.Gate",
    "tenants.people.tokens.ReadToken",
    "tenants.people.places.RememberPlaces",
)
MIDDLEWARE = [name for name in MIDDLEWARE if name not in _TENANCY]
ROOT_URLCONF = "tests.bench.ten_queries"
