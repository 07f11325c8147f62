"""Addresses of reporting in the API."""

from rest_framework.routers import SimpleRouter

from reporting.api.coverage import CoverageViewSet

router = SimpleRouter(trailing_slash=False, use_regex_path=False)
router.register("training-coverage", CoverageViewSet, "training-coverage")

urlpatterns = router.urls
