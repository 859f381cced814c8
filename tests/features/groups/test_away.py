"""A service that was away for longer than a network keeps what was said tells its groups so, once."""

from datetime import timedelta

from bot.condition import Condition
from bot.ports import UnitOfWork
from bot.stores import Facts
from tests.town import Yucheng


async def was_seen(here: Yucheng, ago: timedelta) -> None:
    """The service wrote so long ago that it runs."""
    seen = Condition(at=here.town.clock.at - ago, accounts=())

    async def write(uow: UnitOfWork) -> None:
        await seen.keep(uow.store(Facts))

    await here.town.keep(write)


async def test_after_more_than_a_day_each_group_and_its_staff_are_told_once(here: Yucheng) -> None:
    """PLATFORMS 5: Telegram keeps updates for a day."""
    await was_seen(here, timedelta(hours=30))

    await here.town.passes(minutes=10)

    assert here.group.texts == ["昨天 04:00到今天 10:00我不在,那段时间的话可能没收到。要紧的事请再说一次。"]
    assert here.group.messages[0].silent
    assert [words for words in here.zhao.inbox if "服务没有开着" in words] == here.zhao.inbox
    assert len(here.zhao.inbox) == 1


async def test_a_night_without_us_is_not_worth_a_word(here: Yucheng) -> None:
    await was_seen(here, timedelta(hours=20))

    await here.town.passes(minutes=10)

    assert here.group.messages == []
