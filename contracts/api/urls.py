"""Addresses of the contracts' part of the API."""

from rest_framework.routers import SimpleRouter

from contracts.api import agreements, money, territory, work

router = SimpleRouter(trailing_slash=False, use_regex_path=False)
router.register("districts", territory.DistrictViewSet, "districts")
router.register("centres", territory.CentreViewSet, "centres")
router.register("engagements", territory.EngagementViewSet, "engagements")
router.register("roles", territory.RoleViewSet, "roles")
router.register("contracts", agreements.ContractViewSet, "contracts")
router.register("budget-lines", money.LineViewSet, "budget-lines")
router.register("instalments", money.InstalmentViewSet, "instalments")
router.register("hours", work.HoursViewSet, "hours")
router.register("case-references", work.ReferenceViewSet, "case-references")

urlpatterns = router.urls
