"""Addresses of working groups in the API."""

from rest_framework.routers import SimpleRouter

from tenants.groups.api.groups import ROUTES

router = SimpleRouter(trailing_slash=False, use_regex_path=False)
for prefix, viewset in ROUTES.items():
    router.register(prefix, viewset, prefix)

urlpatterns = router.urls
