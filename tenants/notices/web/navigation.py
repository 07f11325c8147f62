"""A provider's webhooks in the main navigation of its workspace; an office's lie under its administration."""

from kernel.web.navigation import NavItem
from tenants.notices.policy import EndpointPerm

ITEMS = [NavItem("Webhooks", "api", "webhooks", EndpointPerm.VIEW, 90, place="organisation")]
