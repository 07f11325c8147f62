"""What was planned for a day becomes what districts and centres are called, when the day has come (R3)."""

from datetime import date

from contracts.models import Centre, District
from contracts.usecases.overview import feed_roles


def take_up_names(today: date) -> int:
    """Make `District.name`, `Centre.name` and `Centre.district` those of today; returns how many changed.

    Run in a place's transaction, once a day. Who decided it, and when, the audit has from the use case that planned it.
    """
    changed = 0
    for district in District.objects.exclude(names=None).prefetch_related("names"):
        if district.name != (name := district.name_on(today)):
            district.name = name
            district.save()
            feed_roles(district.roles.all())
            changed += 1
    for centre in Centre.objects.exclude(periods=None).prefetch_related("periods"):
        now = centre.period_on(today)
        if now and (centre.name, centre.district_id) != (now.name, now.district_id):
            centre.name, centre.district_id = now.name, now.district_id
            centre.save()
            changed += 1
    return changed
