"""Addresses of curricula, courses and registrations."""

from django.urls import URLPattern

office: list[URLPattern] = []
workspace: list[URLPattern] = []
own: list[URLPattern] = []
