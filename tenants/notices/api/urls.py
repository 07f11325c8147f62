"""Addresses of notices and webhooks in the API."""

from typing import Any

from rest_framework.routers import SimpleRouter

from tenants.notices.api import notices, webhooks

router = SimpleRouter(trailing_slash=False, use_regex_path=False)
MODULES: list[Any] = [notices, webhooks]
for module in MODULES:
    for prefix, viewset in module.ROUTES.items():
        router.register(prefix, viewset, prefix)

urlpatterns = router.urls
