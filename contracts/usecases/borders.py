"""Borders of districts for the map (R3)."""

from typing import Any

from contracts.geojson import Unreadable, clean_geometry
from contracts.models import District, DistrictBorder
from contracts.policy import DistrictPerm
from kernel.access.actor import Actor
from kernel.access.errors import RuleViolation
from kernel.access.use_case import also_changed, use_case


@use_case(DistrictPerm.MANAGE, on="district")
def set_border(*, actor: Actor, district: District, geometry: dict[str, Any]) -> District:
    """Where the district lies: a GeoJSON Polygon or MultiPolygon in WGS 84; it replaces the one before."""
    try:
        cleaned = clean_geometry(geometry)
    except Unreadable as fault:
        raise RuleViolation(str(fault), field="geometry") from fault
    border = DistrictBorder.objects.filter(district=district).first() or DistrictBorder(district=district)
    border.geometry = cleaned
    border.save()
    also_changed(border, "geometry")
    return district
