"""Addresses of the cases' part of the API; each module names its own in `ROUTES`."""

from rest_framework.routers import SimpleRouter

from cases.api import after, conferences, file, helps, inspection, items, protection, register, resources, room

router = SimpleRouter(trailing_slash=False, use_regex_path=False)
for module in (file, register, resources, protection, inspection, conferences, items, room, helps, after):
    for prefix, viewset in module.ROUTES.items():
        router.register(prefix, viewset, prefix)

urlpatterns = router.urls
