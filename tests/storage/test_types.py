from datetime import UTC, datetime, timedelta, timezone

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.dialects import postgresql, sqlite

from storage.types import UtcDateTime, json_text, storable

DIALECTS: list[sa.Dialect] = [sqlite.dialect(), postgresql.dialect()]  # type: ignore[no-untyped-call]
moments = st.datetimes(min_value=datetime(1900, 1, 1), max_value=datetime(2200, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - hypothesis takes bounds without a zone


@pytest.mark.parametrize("dialect", DIALECTS, ids=["sqlite", "postgres"])
@given(moments, st.integers(-14 * 60, 14 * 60))
def test_a_moment_of_any_zone_comes_back_in_utc(dialect: sa.Dialect, moment: datetime, minutes: int) -> None:
    local = moment.astimezone(timezone(timedelta(minutes=minutes)))

    bound = UtcDateTime().process_bind_param(local, dialect)
    back = UtcDateTime().process_result_value(bound, dialect)

    assert back == moment
    assert back is not None
    assert back.tzinfo == UTC


@given(moments, moments)
def test_moments_sort_in_the_file_as_they_do_in_time(one: datetime, other: datetime) -> None:
    first, second = (UtcDateTime().process_bind_param(moment, DIALECTS[0]) for moment in (one, other))

    assert (first < second) == (one < other)


@pytest.mark.parametrize("dialect", DIALECTS, ids=["sqlite", "postgres"])
def test_a_moment_without_a_zone_is_refused(dialect: sa.Dialect) -> None:
    with pytest.raises(ValueError, match="has no time zone"):
        UtcDateTime().process_bind_param(datetime(2026, 11, 3), dialect)  # noqa: DTZ001 - this is the case


@given(st.text())
def test_any_text_becomes_one_that_a_database_takes(text: str) -> None:
    kept = storable(text)

    assert "\0" not in kept
    assert kept.encode().decode() == kept
    assert storable(kept) == kept


def test_a_pair_of_halves_becomes_the_character_that_it_stands_for() -> None:
    assert storable("\ud83d\udca1 on") == "💡 on"


def test_equal_values_are_equal_texts() -> None:
    assert json_text({"b": 1, "a": ["灯"]}) == json_text({"a": ["灯"], "b": 1}) == '{"a":["灯"],"b":1}'
