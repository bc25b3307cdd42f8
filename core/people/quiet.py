"""Quiet hours: pure arithmetic over one organisation's clock on the wall."""

from datetime import UTC, datetime, timedelta

from core.people.organisation import OrganisationSettings


def quiet_until(settings: OrganisationSettings, now: datetime) -> datetime | None:
    """When the quiet hours end in which ``now`` lies; None outside of them."""
    hours = settings.quiet_hours
    if hours is None or hours.begins == hours.ends:
        return None
    local = now.astimezone(settings.zone)
    at, day = local.time(), local.date()
    if hours.begins < hours.ends:
        quiet = hours.begins <= at < hours.ends
    else:
        quiet = at >= hours.begins or at < hours.ends
        if at >= hours.begins:
            day += timedelta(days=1)
    if not quiet:
        return None
    return datetime.combine(day, hours.ends, settings.zone).astimezone(UTC)
