"""Moments as people type them, read in their own time zone."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.grammar.times import to_moment
from core.errors import Invalid

NOW = datetime(2026, 11, 20, 14, 46, tzinfo=UTC)  # a Friday
MADRID = "Europe/Madrid"


@pytest.mark.parametrize(
    ("said", "zone", "moment"),
    [
        ("30m", None, NOW + timedelta(minutes=30)),
        ("2h", None, NOW + timedelta(hours=2)),
        ("90 min", None, NOW + timedelta(minutes=90)),
        (" 3D ", None, NOW + timedelta(days=3)),
        ("1w", MADRID, NOW + timedelta(weeks=1)),
        ("today 17:30", MADRID, datetime(2026, 11, 20, 16, 30, tzinfo=UTC)),
        ("tomorrow", MADRID, datetime(2026, 11, 21, 8, 0, tzinfo=UTC)),
        ("tomorrow 9am", None, datetime(2026, 11, 21, 9, 0, tzinfo=UTC)),
        ("tomorrow\n 9am", None, datetime(2026, 11, 21, 9, 0, tzinfo=UTC)),
        ("tomorrow 12am", None, datetime(2026, 11, 21, 0, 0, tzinfo=UTC)),
        ("tomorrow 12pm", None, datetime(2026, 11, 21, 12, 0, tzinfo=UTC)),
        ("mon", None, datetime(2026, 11, 23, 9, 0, tzinfo=UTC)),
        ("Monday 5pm", MADRID, datetime(2026, 11, 23, 16, 0, tzinfo=UTC)),
        ("fri", None, datetime(2026, 11, 27, 9, 0, tzinfo=UTC)),
        ("2026-12-01", MADRID, datetime(2026, 12, 1, 8, 0, tzinfo=UTC)),
        ("2026-12-01T17:00", "America/New_York", datetime(2026, 12, 1, 22, 0, tzinfo=UTC)),
        ("2026-12-01T17:00:00Z", "America/New_York", datetime(2026, 12, 1, 17, 0, tzinfo=UTC)),
        ("mon", "Nowhere/At all", datetime(2026, 11, 23, 9, 0, tzinfo=UTC)),
    ],
)
def test_what_people_type(said: str, zone: str | None, moment: datetime) -> None:
    assert to_moment(said, NOW, zone) == moment


@pytest.mark.parametrize(
    "said",
    [
        "",
        "banana",
        "25:00",
        "tomorrow 13pm",
        "tomorrow 25",
        "mon 9:75",
        "m",
        "mo",
        "2026-13-01",
        "yesterday",
        "99999h",
        "-2h",
        "2026",
        "20 Nov",
    ],
)
def test_what_is_no_time_is_refused_by_name(said: str) -> None:
    with pytest.raises(Invalid) as caught:
        to_moment(said, NOW, None, field="until")
    assert caught.value.details["field"] == "until"
    assert "Try" in caught.value.details["problem"]


@given(st.text(max_size=30), st.sampled_from([None, MADRID, "Asia/Kolkata", "../etc", ""]))
def test_any_text_is_a_moment_in_utc_or_refused(said: str, zone: str | None) -> None:
    try:
        moment = to_moment(said, NOW, zone)
    except Invalid:
        return
    assert moment.utcoffset() == timedelta(0)


DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


@given(
    st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31), timezones=st.just(UTC)),
    st.sampled_from(DAYS),
    st.integers(0, 23),
    st.sampled_from([MADRID, "America/New_York", "Australia/Lord_Howe", "UTC"]),
)
def test_a_weekday_is_the_next_one_on_the_speaker_s_own_calendar(
    now: datetime, day: str, hour: int, zone: str
) -> None:
    moment = to_moment(f"{day} {hour}", now, zone).astimezone(ZoneInfo(zone))
    today = now.astimezone(ZoneInfo(zone)).date()
    assert DAYS[moment.weekday()] == day
    assert 1 <= (moment.date() - today).days <= 7
    # An hour that a change of clocks leaves out comes out as the one after it.
    assert moment.hour in {hour, hour + 1}
