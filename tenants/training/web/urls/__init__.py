"""Addresses of training: in an office, in a provider's workspace, and a person's own at the service's address."""

from tenants.training.web.urls import courses, record

office = [*courses.office, *record.office]
workspace = [*courses.workspace, *record.workspace]
own = [*courses.own, *record.own]
