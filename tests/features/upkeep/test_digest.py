"""The admins read once a day what failed."""

from datetime import timedelta

from bot.backlog import DeadLetters
from bot.community import Account
from bot.config import Config, TicketRules
from bot.features.roster.service import meet_admins
from bot.messages import Private
from bot.ports import Raw
from bot.stores import Inbox
from storage.engine import OpenDatabase
from tests.network import BOT, NAME
from tests.town import Town, Yucheng, open_town, yucheng


async def with_admin(database: OpenDatabase) -> tuple[Yucheng, Account]:
    admin = Account(NAME, "9001")
    town = open_town(database, Config(admins=(admin,), tickets=TicketRules()))
    await town.acts(meet_admins)
    return await yucheng(town), admin


async def evening(town: Town) -> None:
    """The digest goes out at six."""
    await town.passes(hours=8, minutes=1)


async def park(town: Town, *keys: str) -> None:
    rows = [Raw(key=key, lane="-1", payload="nobody can read this") for key in keys]
    await town.database.write(lambda uow: uow.store(Inbox).add("gone", "bot", rows, town.clock.at))
    await town.settle()


async def test_what_failed_stands_in_one_digest_only(database: OpenDatabase) -> None:
    here, admin = await with_admin(database)
    await here.town.place(here.community.kind, "滨江社区")
    await park(here.town, "m:1", "m:2")

    await evening(here.town)

    digests = here.town.network.private(admin.id)
    assert len(digests) == 2
    assert [message.text.count("有 2 条消息没处理成") for message in digests] == [1, 0]


async def test_what_never_arrived_stands_there_too(database: OpenDatabase) -> None:
    here, admin = await with_admin(database)
    here.town.network.unreachable.add(Private(bot=BOT, account=here.wang.account))
    await here.wang.tells_the_bot("/whoami")

    await evening(here.town)

    (digest,) = here.town.network.private(admin.id)
    assert "有 1 条没送到" in digest.text
    assert "王芳" not in digest.text.partition("没送到")[2]


async def test_a_good_day_says_nothing_of_it(database: OpenDatabase) -> None:
    here, admin = await with_admin(database)

    await evening(here.town)

    (digest,) = here.town.network.private(admin.id)
    assert "没处理成" not in digest.text
    assert "没送到" not in digest.text


async def test_dead_letters_are_forgotten_after_a_month(database: OpenDatabase) -> None:
    here, _ = await with_admin(database)
    here.town.network.unreachable.add(Private(bot=BOT, account=here.wang.account))
    await here.wang.tells_the_bot("/whoami")

    here.town.clock.at += timedelta(days=31)
    await here.town.service.tick()

    assert await here.town.database.read(lambda uow: uow.store(DeadLetters).rows(10)) == []
