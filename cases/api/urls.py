"""Addresses of the cases' part of the API; each module names its own in `ROUTES`."""

from rest_framework.routers import SimpleRouter

from cases.api import register

router = SimpleRouter(trailing_slash=False, use_regex_path=False)
for module in (register,):
    for prefix, viewset in module.ROUTES.items():
        router.register(prefix, viewset, prefix)

urlpatterns = router.urls
