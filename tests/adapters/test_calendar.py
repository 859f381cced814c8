from datetime import date

import pytest

from adapters.calendar import calendar_of


@pytest.mark.parametrize("day", [date(2024, 5, 11), date(2025, 9, 28), date(2026, 2, 14), date(2026, 10, 10)])
def test_a_weekend_day_that_makes_up_for_a_holiday_is_a_working_day(day: date) -> None:
    assert day.weekday() >= 5

    assert calendar_of("CN").is_workday(day)


@pytest.mark.parametrize("day", [date(2024, 10, 7), date(2025, 1, 28), date(2026, 2, 23), date(2026, 10, 1)])
def test_a_weekday_inside_a_holiday_is_no_working_day(day: date) -> None:
    assert day.weekday() < 5

    assert not calendar_of("CN").is_workday(day)


def test_an_ordinary_saturday_is_no_working_day() -> None:
    assert not calendar_of("CN").is_workday(date(2026, 11, 28))


def test_days_of_ones_own_come_before_the_librarys() -> None:
    calendar = calendar_of("CN", closed=[date(2026, 11, 26)], open_=[date(2026, 10, 1)])

    assert not calendar.is_workday(date(2026, 11, 26))
    assert calendar.is_workday(date(2026, 10, 1))


def test_without_a_country_every_day_is_a_working_day_but_ones_own() -> None:
    assert calendar_of("none").is_workday(date(2026, 10, 1))
    assert not calendar_of("none", closed=[date(2026, 10, 1)]).is_workday(date(2026, 10, 1))


def test_a_country_that_nobody_knows_is_refused() -> None:
    with pytest.raises(NotImplementedError):
        calendar_of("XX")
