"""The REST API of an office under /api/v1/."""

urlpatterns: list = []
