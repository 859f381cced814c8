"""Nothing sounds at night or in a quiet group but emergencies; a community may have its own night and language."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from types import MappingProxyType
from zoneinfo import ZoneInfo

import pytest

from bot.community import Home, PlaceKind, Role
from bot.config import CommunityOverrides, Config, OpeningHours
from bot.hours import Hours
from bot.stores import Groups, People
from storage.engine import OpenDatabase
from tests.town import Somebody, Town, Yucheng, open_town, yucheng

LAMP = "/report 3号楼路灯不亮"
GAS = "3号楼一楼有煤气味,很重"
# 22:30 in Shanghai, 20:30 in Urumqi (+06:00), 14:30 in London.
EVENING = datetime(2026, 11, 26, 14, 30, tzinfo=UTC)


def shanghai(hour: int, minute: int) -> datetime:
    """The next time that the clocks there show this."""
    return datetime(2026, 11, 26 if hour >= 10 else 27, hour, minute, tzinfo=ZoneInfo("Asia/Shanghai")).astimezone(UTC)


async def town_with(database: OpenDatabase, **overrides: CommunityOverrides) -> Yucheng:
    return await yucheng(open_town(database, Config(community=MappingProxyType(overrides))))


async def done_at(here: Yucheng, moment: datetime) -> bool:
    """Does the post that asks the caller make no sound at that moment?"""
    await here.wang.says(LAMP)
    here.town.clock.at = moment
    await here.li.tells_the_bot("/done 1 换了灯泡")
    return here.group.messages[-1].silent


@pytest.mark.parametrize(
    ("hour", "minute", "silent"),
    [(10, 0, False), (21, 59, False), (22, 0, True), (23, 59, True), (0, 0, True), (6, 59, True), (7, 0, False)],
)
async def test_between_ten_and_seven_nothing_sounds(here: Yucheng, hour: int, minute: int, *, silent: bool) -> None:
    assert await done_at(here, shanghai(hour, minute)) is silent


async def test_a_workers_phone_is_silent_at_night_too(here: Yucheng) -> None:
    here.town.clock.at = shanghai(23, 0)

    await here.wang.says(LAMP)

    assert here.li.private[0].silent


async def test_by_day_the_worker_hears_a_task_and_the_group_does_not_hear_the_card(here: Yucheng) -> None:
    await here.wang.says(LAMP)

    assert (here.li.private[0].silent, here.group.messages[0].silent) == (False, True)


async def test_a_card_that_asks_for_the_building_sounds(here: Yucheng) -> None:
    await here.town.resident("刘大爷", here.big_group).says("/report 电梯坏了")

    assert not here.big_group.messages[0].silent


async def test_an_emergency_sounds_at_night_everywhere(here: Yucheng) -> None:
    here.town.clock.at = shanghai(3, 0)

    await here.wang.says(GAS)

    sounding = [here.group.messages[0], *(person.private[0] for person in (here.li, here.chen, here.zhao))]
    assert [shown.silent for shown in sounding] == [False] * 4


async def test_danger_to_a_person_sounds_at_night_too(here: Yucheng) -> None:
    here.town.clock.at = shanghai(3, 0)

    await here.wang.says("3号楼有人要跳楼")

    assert [here.group.messages[0].silent, here.li.private[0].silent] == [False, False]


async def test_what_an_emergency_brings_by_day_after_it_is_over_is_quiet_at_night(here: Yucheng) -> None:
    await here.wang.says(GAS)
    await here.li.presses("我去")
    here.town.clock.at = shanghai(23, 0)

    await here.wang.says("还有一点味道", to=here.group.messages[0])

    assert here.li.private[-1].text.startswith("#1 王芳又说")
    assert here.li.private[-1].silent


async def test_the_night_is_that_of_the_groups_community(database: OpenDatabase) -> None:
    here = await town_with(database, 御城社区=CommunityOverrides(timezone=ZoneInfo("Asia/Urumqi")))

    assert not await done_at(here, EVENING)


async def test_another_community_keeps_the_deployments_night(database: OpenDatabase) -> None:
    here = await town_with(database, 西山社区=CommunityOverrides(timezone=ZoneInfo("Asia/Urumqi")))

    assert await done_at(here, EVENING)


async def test_a_persons_night_is_that_of_where_they_work_or_live(database: OpenDatabase) -> None:
    here = await town_with(database, 西山社区=CommunityOverrides(timezone=ZoneInfo("Asia/Urumqi")))
    west = await here.town.place(PlaceKind.COMMUNITY, "西山社区")
    building = await here.town.place(PlaceKind.BUILDING, "9号楼", west)
    ma = await here.town.official("马兰", Role.STAFF, west)
    people = {"住": here.town.resident("古丽"), "不住": here.town.resident("孙姐")}
    for somebody in people.values():
        await somebody.tells_the_bot("/cancel")
    await lives_in(here.town, people["住"], Home(building=building.id))
    here.town.clock.at = EVENING

    for somebody in (ma, *people.values()):
        await somebody.tells_the_bot("/whoami")

    assert [somebody.private[-1].silent for somebody in (ma, *people.values())] == [False, False, True]


async def lives_in(town: Town, somebody: Somebody, home: Home) -> None:
    person = await town.keep(lambda uow: uow.store(People).by_account(somebody.account))
    assert person is not None
    await town.keep(lambda uow: uow.store(People).save(replace(person, home=home)))


async def test_the_hours_of_the_night_are_the_configs(database: OpenDatabase) -> None:
    hours = OpeningHours(quiet=Hours.parse("20:00-06:00"))
    here = await yucheng(open_town(database, Config(hours=hours)))

    assert await done_at(here, shanghai(20, 30))


async def test_a_group_that_asked_for_quiet_is_quiet_until_then(here: Yucheng) -> None:
    until = here.town.clock.at + timedelta(hours=1)
    group = await here.town.keep(lambda uow: uow.store(Groups).get(here.group.chat))
    assert group is not None
    await here.town.keep(lambda uow: uow.store(Groups).save(replace(group, quiet_until=until)))

    assert await done_at(here, until - timedelta(seconds=1))
    here.town.clock.at = until
    await here.wang.tells_the_bot("没修好 1")
    await here.zhao.presses("重新办")
    await here.li.tells_the_bot("/done 1 又换了一次")
    assert not here.group.messages[-1].silent


async def test_words_that_stand_there_already_are_not_sent_again_by_night(here: Yucheng) -> None:
    await here.wang.says(LAMP)
    here.town.clock.at = shanghai(23, 0)
    texts = list(here.li.private[0].texts)

    await here.li.presses("接单")
    await here.li.presses("接单", on=here.li.private[0].before("接单"))

    assert len(here.li.private[0].texts) == len(texts) + 1


async def test_a_group_speaks_the_language_of_its_community_wherever_the_news_comes_from(
    database: OpenDatabase,
) -> None:
    here = await town_with(database, 御城社区=CommunityOverrides(language="en"))
    await here.wang.says("/report Street light out at Building 3")

    await here.li.presses("接单")

    assert here.group.card.startswith("#1 御城一区3号楼 · ")
    assert "李明 is on it" in here.group.card


async def test_a_groups_own_language_goes_before_its_communitys(database: OpenDatabase) -> None:
    here = await town_with(database, 御城社区=CommunityOverrides(language="en"))
    group = await here.town.keep(lambda uow: uow.store(Groups).get(here.group.chat))
    assert group is not None
    await here.town.keep(lambda uow: uow.store(Groups).save(replace(group, language="zh")))

    await here.wang.says(LAMP)

    assert "已交给网格员李明" in here.group.card


async def test_whoever_we_meet_in_such_a_group_is_spoken_to_in_its_language(database: OpenDatabase) -> None:
    here = await town_with(database, 御城社区=CommunityOverrides(language="en"))
    await here.wang.says("/report Street light out at Building 3")

    await here.wang.tells_the_bot("/mine")

    assert here.wang.inbox[-1].startswith("Your call:")
