"""An emergency that nobody accepts rings again, and again, until somebody does."""

from bot.community import Role
from tests.town import Yucheng


async def test_it_rings_every_three_minutes_at_everybody_who_was_called(here: Yucheng) -> None:
    await here.wang.says("3号楼有煤气味,快来人")

    await here.town.leaps(minutes=9)

    for person in (here.li, here.chen, here.zhao):
        assert sum("还没有人接。谁去?" in words for words in person.inbox) == 3, person.name


async def test_it_stops_when_one_has_taken_it(here: Yucheng) -> None:
    await here.wang.says("3号楼有煤气味,快来人")
    await here.town.leaps(minutes=3)

    await here.chen.presses("我去")
    await here.town.leaps(minutes=30)

    assert sum("还没有人接。谁去?" in words for words in here.li.inbox) == 1


async def test_after_ten_minutes_everybody_is_asked_to_telephone_and_the_grid_lead_is_called(here: Yucheng) -> None:
    wu = await here.town.official("吴刚", Role.GRID_LEAD, here.grid)
    await here.wang.says("3号楼有煤气味,快来人")

    await here.town.leaps(minutes=10)

    assert any("已经 10 分钟没人接" in words for words in here.zhao.inbox)
    assert any("还没有人接,谁先接都行" in words for words in wu.inbox)


async def test_it_rings_at_night_too(here: Yucheng) -> None:
    await here.town.leaps(hours=14)
    await here.wang.says("3号楼有煤气味,快来人")

    await here.town.leaps(minutes=3)

    rung = next(message for message in here.li.private if "还没有人接" in message.text)
    assert not rung.silent
