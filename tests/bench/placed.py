"""Addresses in an office while it is measured."""

from django.urls import path

from tests.bench.ten_queries import placed

urlpatterns = [path("ten", placed)]
