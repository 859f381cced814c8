"""When digests come: a place's own hour and days, by a line in the chat."""

from datetime import date, time

import pytest

from bot.features.digests.model import Choice, choice_in, is_first_of_month, is_weekly
from tests.features.digests.test_daily import shanghai
from tests.town import Yucheng


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        ("17:30", Choice(at=time(17, 30))),
        ("8:05 mon wed fri", Choice(at=time(8, 5), days=(0, 2, 4))),
        ("17:30 一三五", Choice(at=time(17, 30), days=(0, 2, 4))),
        ("周六 周日", Choice(days=(5, 6))),
        ("工作日", Choice(days=(0, 1, 2, 3, 4))),
        ("每天 9:00", Choice(at=time(9), days=(0, 1, 2, 3, 4, 5, 6))),
        ("residents weekly", Choice(residents="weekly")),
        ("居民 不发", Choice(residents="off")),
        ("居民", None),
        ("明天再说", None),
        ("", None),
    ],
)
def test_what_people_say(words: str, meant: Choice | None) -> None:
    assert choice_in(words) == meant


def test_the_week_is_reviewed_on_its_day_or_on_the_next_one_with_a_digest() -> None:
    monday = date(2026, 11, 23)
    days = [monday.replace(day=23 + more) for more in range(7)]

    assert [is_weekly(on, range(7), 0) for on in days] == [True, *[False] * 6]
    assert [is_weekly(on, (2, 4), 0) for on in days] == [False, False, True, *[False] * 4]
    assert [on.day for on in (date(2026, 11, day) for day in range(1, 31)) if is_first_of_month(on, (0,))] == [2]


async def test_a_community_chooses_its_hour_and_days(here: Yucheng) -> None:
    await here.zhao.tells_the_bot("/digest 8:30 mon")
    assert here.zhao.inbox == ["好,御城社区的日报:周一 08:30。群里给居民的:不发。"]

    for day in (26, 27, 30):
        here.town.clock.at = shanghai(18, day=day)
        await here.town.passes(minutes=1)

    digests = [text for text in here.zhao.inbox if "今天没有新事" in text]
    assert [text.partition(":")[0] for text in digests] == ["御城社区 11月30日周一"]


async def test_said_in_a_group_it_is_for_the_groups_place(here: Yucheng) -> None:
    here.zhao.group = here.group
    await here.zhao.says("/digest 17:00")

    assert here.zhao.inbox[-1].startswith("好,第一网格的日报:")


async def test_another_thing_is_told_how_to_say_it(here: Yucheng) -> None:
    await here.zhao.tells_the_bot("/digest 明天再说")

    assert here.zhao.inbox[-1].startswith("这样说:")
