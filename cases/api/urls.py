"""Addresses of the cases' part of the API; each module names its own in `ROUTES`."""

from typing import Any

from rest_framework.routers import SimpleRouter

from cases.api import (
    after,
    conferences,
    file,
    helps,
    imports,
    inspection,
    items,
    letters,
    protection,
    register,
    resources,
    room,
)

router = SimpleRouter(trailing_slash=False, use_regex_path=False)
MODULES: list[Any] = [
    file, register, imports, resources, protection, inspection, conferences, items, room, helps, letters, after,
]  # fmt: skip
for module in MODULES:
    for prefix, viewset in module.ROUTES.items():
        router.register(prefix, viewset, prefix)

urlpatterns = router.urls
