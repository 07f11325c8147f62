"""Addresses of the worker's record, coverage and certificates of conduct."""

from django.urls import URLPattern

office: list[URLPattern] = []
workspace: list[URLPattern] = []
own: list[URLPattern] = []
