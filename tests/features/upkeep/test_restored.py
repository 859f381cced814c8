"""After a restore the admins are told, once."""

import pytest

from bot.community import Account
from bot.config import Config, TicketRules
from bot.copies import RESTORED, Restored
from bot.features.roster.service import meet_admins
from bot.stores import Facts
from storage.engine import OpenDatabase
from tests.network import NAME
from tests.town import MORNING, open_town

LI, ZHAO = Account(NAME, "9001"), Account(NAME, "9002")


@pytest.mark.parametrize(
    ("language", "words"),
    [("zh", "昨天 22:00到今天 08:00之间"), ("en", "between yesterday 10:00 pm and 8:00 am today")],
)
async def test_every_admin_hears_once_which_calls_may_be_missing(
    database: OpenDatabase, language: str, words: str
) -> None:
    town = open_town(database, Config(admins=(LI, ZHAO), language=language, tickets=TicketRules()))
    await town.acts(meet_admins)
    missing = Restored(since=MORNING.replace(day=25, hour=14), until=MORNING.replace(hour=0))
    await database.write(lambda uow: uow.store(Facts).set(RESTORED, missing.written()))

    await town.passes(minutes=30)

    for admin in (LI, ZHAO):
        (told,) = town.network.private(admin.id)
        assert words in told.text.replace("\u202f", " ")


async def test_a_service_that_was_never_restored_says_nothing(database: OpenDatabase) -> None:
    town = open_town(database, Config(admins=(LI,), tickets=TicketRules()))
    await town.acts(meet_admins)

    await town.passes(minutes=30)

    assert town.network.private(LI.id) == []
