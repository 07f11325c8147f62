"""Addresses of the cases' part of the API."""

from rest_framework.routers import SimpleRouter

from cases.api.register import CaseViewSet

router = SimpleRouter(trailing_slash=False, use_regex_path=False)
router.register("cases", CaseViewSet, "cases")

urlpatterns = router.urls
