"""Settings of the server in these tests: as in production, but without collected static files."""

from project.settings import *  # noqa: F403
from project.settings import STORAGES

STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = True
