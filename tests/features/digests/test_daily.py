"""What the admins read once a day: at their hour, once, and with everything that is late named with whoever has it."""

from datetime import UTC, datetime, time
from types import MappingProxyType
from zoneinfo import ZoneInfo

from bot.commands import send_digests
from bot.community import Account, PlaceKind, Role
from bot.config import CommunityOverrides, Config
from storage.engine import OpenDatabase
from tests.network import NAME
from tests.town import Somebody, Town, Yucheng, open_town, yucheng


def shanghai(hour: int, minute: int = 0, day: int = 26) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=ZoneInfo("Asia/Shanghai")).astimezone(UTC)


def restarted(database: OpenDatabase, town: Town, config: Config | None = None) -> Town:
    """Another service on the same database, with the same network, as after a restart."""
    again = open_town(database, config)
    again.clock.at = town.clock.at
    return again


async def test_the_digest_comes_at_six_in_the_evening_and_not_earlier(here: Yucheng) -> None:
    here.town.clock.at = shanghai(17, 55)
    await here.town.passes(minutes=4)
    assert here.zhao.inbox == []

    await here.town.passes(minutes=2)

    assert len(here.zhao.inbox) == 1
    assert here.zhao.inbox[0].startswith("御城社区 11月26日周四")


async def test_it_comes_once_also_after_a_restart(here: Yucheng, database: OpenDatabase) -> None:
    here.town.clock.at = shanghai(18)
    await here.town.passes(minutes=1)

    again = restarted(database, here.town)
    await again.passes(minutes=10)

    assert len(here.zhao.inbox) == 1
    assert again.network.private(here.zhao.account.id) == []


async def test_the_next_day_it_comes_again(here: Yucheng) -> None:
    here.town.clock.at = shanghai(18)
    await here.town.passes(minutes=1)

    await here.town.wakes_up_after(days=1)

    assert [text.partition(":")[0] for text in here.zhao.inbox] == ["御城社区 11月26日周四", "御城社区 11月27日周五"]


async def test_a_service_that_was_away_at_six_sends_it_when_it_is_back(here: Yucheng) -> None:
    here.town.clock.at = shanghai(21, 30)

    await here.town.passes(minutes=1)

    assert len(here.zhao.inbox) == 1


async def test_each_community_has_its_own_hour_in_its_own_zone(database: OpenDatabase) -> None:
    """PLATFORMS 52: moments are kept in UTC, and a digest comes by the clocks of its place."""
    west = CommunityOverrides(timezone=ZoneInfo("Asia/Urumqi"), digest_at=time(20, 0))
    town = open_town(database, Config(community=MappingProxyType({"西山社区": west})))
    here = await yucheng(town)
    community = await town.place(PlaceKind.COMMUNITY, "西山社区")
    ma = await town.official("马兰", Role.SECRETARY, community)

    # 20:00 in Urumqi is 22:00 in Shanghai.
    town.clock.at = shanghai(21, 55)
    await town.passes(minutes=4)
    assert (len(here.zhao.inbox), ma.inbox) == (1, [])
    await town.passes(minutes=2)

    assert ma.inbox[0].startswith("西山社区 11月26日周四")


async def test_a_day_without_anything_says_so_in_one_line(here: Yucheng) -> None:
    here.town.clock.at = shanghai(18)

    await here.town.passes(minutes=1)

    assert here.zhao.inbox[0] == "御城社区 11月26日周四:今天没有新事,没有过时限的,在办 0 件都来得及。"
    assert here.zhao.private[0].labels == []


async def test_what_is_late_is_named_with_whoever_has_it(here: Yucheng) -> None:
    await here.wang.says("/report 3号楼停水了")
    await here.wang.says("/report 4号楼路灯不亮")
    here.town.clock.at = shanghai(18)

    await here.town.passes(minutes=1)

    lines = here.zhao.inbox[0].splitlines()
    assert lines[1:3] == ["过了时限 1 件:", "#1 御城一区3号楼 · 3号楼停水了,陈静,今天 12:00到的时限,还没接"]
    assert "明天中午前到期 1 件" in lines
    assert lines[-1] == "今天 新 2 · 办好 0 · 在办 2 · 网格内办好 还没有(0/0)"


async def test_what_nobody_has_is_named_too(here: Yucheng) -> None:
    liu = here.town.resident("刘大爷", await here.town.group("二区群", here.second))
    await liu.says("/report 3号楼停水了")
    await here.zhao.tells_the_bot("/assign 1 赵敏")
    here.town.clock.at = shanghai(18)

    await here.town.passes(minutes=1)

    assert "#1 御城二区3号楼 · 3号楼停水了,赵敏,今天 12:00到的时限,还没接" in here.zhao.inbox[-1]


async def test_more_than_five_late_ones_say_that_there_are_more(here: Yucheng) -> None:
    for floor in range(1, 11):
        await here.wang.says(f"/report 3号楼{floor}层停水了")
    here.town.clock.at = shanghai(18)

    await here.town.passes(minutes=1)

    lines = here.zhao.inbox[0].splitlines()
    assert lines[1] == "过了时限 5 件:"
    assert lines[7] == "还有更多,台账里都有。"


async def test_without_any_community_the_configured_admins_read_one_for_all(database: OpenDatabase) -> None:
    town = open_town(database, Config(admins=(Account(NAME, "boss"),)))
    boss = Somebody(town=town, name="老板", account=Account(NAME, "boss"))
    await boss.tells_the_bot("/whoami")
    town.clock.at = shanghai(18)

    await town.passes(minutes=1)

    assert boss.inbox[-1].startswith("全部 11月26日周四")


async def test_by_command_line_it_goes_to_everybody_now_and_the_days_own_still_comes(here: Yucheng) -> None:
    assert await send_digests(here.town.service) == 1
    await here.town.settle()
    here.town.clock.at = shanghai(18)
    await here.town.passes(minutes=1)

    assert len(here.zhao.inbox) == 2


async def test_in_english(there: Yucheng) -> None:
    await there.wang.says("/report No water in Building 3")
    there.town.clock.at = shanghai(18)

    await there.town.passes(minutes=1)

    lines = there.zhao.inbox[0].splitlines()
    assert lines[0] == "御城社区, Thu, Nov 26"
    assert lines[1:3] == [
        "Past due: 1",
        "#1 御城一区3号楼 · No water in Building 3, 陈静, was due 12:00 pm today, not taken yet",
    ]


async def test_what_comes_at_night_makes_no_sound(database: OpenDatabase) -> None:
    late = CommunityOverrides(digest_at=time(23, 0))
    here = await yucheng(open_town(database, Config(community=MappingProxyType({"御城社区": late}))))
    here.town.clock.at = shanghai(23)

    await here.town.passes(minutes=1)

    assert here.zhao.private[0].silent
