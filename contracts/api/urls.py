"""Addresses of the contracts' part of the API; each module names its own in `ROUTES`."""

from rest_framework.routers import SimpleRouter

from contracts.api import agreements, joining, money, months, offers, payment_runs, proofs, steering, territory, work

router = SimpleRouter(trailing_slash=False, use_regex_path=False)
for module in (territory, joining, offers, agreements, money, work, payment_runs, proofs, steering, months):
    for prefix, viewset in module.ROUTES.items():
        router.register(prefix, viewset, prefix)

urlpatterns = router.urls
