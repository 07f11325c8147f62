"""Addresses of training in the API; each module names its own in `ROUTES`."""

from typing import Any

from rest_framework.routers import SimpleRouter

from tenants.training.api import courses, record

router = SimpleRouter(trailing_slash=False, use_regex_path=False)
MODULES: list[Any] = [courses, record]
for module in MODULES:
    for prefix, viewset in module.ROUTES.items():
        router.register(prefix, viewset, prefix)

urlpatterns = router.urls
