"""Settings: the service as it is, with the measured view."""

from project.settings import *  # noqa: F403
from project.settings import MIDDLEWARE

MIDDLEWARE = [*MIDDLEWARE, "tests.bench.ten_queries.Mount"]
