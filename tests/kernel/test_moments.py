from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from bot.moments import moment, rate, took

SHANGHAI = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 11, 24, 18, 0, tzinfo=SHANGHAI)  # a Tuesday


def at(day: int, hour: int, minute: int = 0, *, month: int = 11, year: int = 2026) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=SHANGHAI).astimezone(UTC)


@pytest.mark.parametrize(
    ("when", "chinese", "english"),
    [
        (at(24, 21, 40), "今天 21:40", "9:40 pm today"),
        (at(24, 0), "今天 00:00", "12:00 am today"),
        (at(25, 9), "明天 09:00", "tomorrow 9:00 am"),
        (at(26, 15), "周四 15:00", "Thursday 3:00 pm"),
        (at(30, 9), "周一 09:00", "Monday 9:00 am"),
        (at(1, 9, month=12), "12月1日 09:00", "Dec 1 9:00 am"),  # next Tuesday, which is not "Tuesday"
        (at(23, 9), "昨天 09:00", "yesterday 9:00 am"),
        (at(20, 9), "11月20日 09:00", "Nov 20 9:00 am"),
        (at(3, 9, month=1, year=2027), "2027年1月3日 09:00", "Jan 3, 2027 9:00 am"),
    ],
)
def test_a_moment_is_said_as_seen_from_now(when: datetime, chinese: str, english: str) -> None:
    assert moment(when, NOW, SHANGHAI, "zh") == chinese
    assert moment(when, NOW, SHANGHAI, "en") == english


def test_today_is_the_day_of_the_zone_not_of_the_server() -> None:
    late_in_shanghai = datetime(2026, 11, 24, 16, 30, tzinfo=UTC)  # 0:30 on the 25th there

    assert moment(late_in_shanghai, NOW.astimezone(UTC), SHANGHAI, "zh") == "明天 00:30"


def test_the_coming_new_year_has_no_year_while_the_weekday_says_enough() -> None:
    new_years_eve = datetime(2026, 12, 30, 9, tzinfo=SHANGHAI)

    assert moment(at(2, 9, month=1, year=2027), new_years_eve, SHANGHAI, "zh") == "周六 09:00"


def test_a_region_is_written_like_its_language() -> None:
    assert moment(at(25, 9), NOW, SHANGHAI, "zh-Hans-CN") == "明天 09:00"
    assert moment(at(25, 9), NOW, SHANGHAI, "en-XX") == "tomorrow 9:00 am"


def test_a_language_without_words_of_ours_gets_its_own_dates() -> None:
    assert moment(at(25, 9), NOW, SHANGHAI, "de") == "25. Nov. 09:00"
    assert took(3 * 3600, "de") == "3 Std."


@pytest.mark.parametrize(
    ("seconds", "chinese", "english"),
    [
        (0, "不到 1 分钟", "less than a minute"),
        (40, "1 分钟", "1 minute"),
        (45 * 60, "45 分钟", "45 minutes"),
        (89 * 60, "89 分钟", "89 minutes"),
        (90 * 60, "2 小时", "2 hours"),
        (3 * 3600 + 60, "3 小时", "3 hours"),
        (23 * 3600, "23 小时", "23 hours"),
        (23 * 3600 + 1800, "1 天", "1 day"),
        (60 * 3600, "3 天", "3 days"),
    ],
)
def test_a_length_of_time_is_said_in_its_largest_unit(seconds: float, chinese: str, english: str) -> None:
    assert took(seconds, "zh") == chinese
    assert took(seconds, "en") == english


@pytest.mark.parametrize(
    ("part", "whole", "chinese", "english"),
    [
        (48, 50, "96%(48/50)", "96% (48/50)"),
        (50, 50, "100%(50/50)", "100% (50/50)"),
        (0, 50, "0%(0/50)", "0% (0/50)"),
        (299, 300, "99%(299/300)", "99% (299/300)"),
        (1, 300, "1%(1/300)", "1% (1/300)"),
        (1, 8, "13%(1/8)", "13% (1/8)"),
        (0, 0, "还没有(0/0)", "none yet (0/0)"),
    ],
)
def test_a_rate_shows_what_it_is_a_share_of(part: int, whole: int, chinese: str, english: str) -> None:
    assert rate(part, whole, "zh") == chinese
    assert rate(part, whole, "en") == english


def test_a_rate_in_a_language_without_words_of_ours_reads_like_english() -> None:
    assert rate(48, 50, "de") == "96\xa0% (48/50)"
