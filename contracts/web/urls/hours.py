"""Hours."""

from django.urls import path

from contracts.web import hours

urlpatterns = [
    path("stunden/", hours.entries, name="hours"),
    path("stunden/neu/", hours.record, name="hours-new"),
    path("stunden/<uuid:pk>/", hours.change, name="hours-change"),
    path("stunden/<uuid:pk>/entfernen/", hours.remove, name="hours-remove"),
]
