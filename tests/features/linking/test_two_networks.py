"""A worker on two networks: the code goes from one to the other, and either chat works from then on."""

from dataclasses import replace

from bot.community import Account, ChatRef
from bot.messages import IncomingMessage, Private, Sender
from bot.ports import Raw
from bot.service import Service
from storage.engine import OpenDatabase
from tests.features.linking.test_linking import code_in
from tests.network import BOT, NAME, Network
from tests.town import Yucheng, open_town, yucheng

LAPTOP = Account("other", "@li:example.org")


async def on_two_networks(database: OpenDatabase, other: Network) -> Yucheng:
    town = open_town(database)
    setup = replace(
        town.service.setup,
        bots={NAME: BOT, other.name: other.bot},
        accounts=frozenset({(NAME, BOT), (other.name, other.bot)}),
    )
    service = Service(database=database, setup=setup, channels=[town.network, other], clock=town.clock)
    return await yucheng(replace(town, service=service))


async def says_there(here: Yucheng, other: Network, words: str) -> None:
    """The laptop's owner writes to the bot on the other network."""
    chat, number = ChatRef(other.name, other.bot, LAPTOP.id), str(next(here.town.numbers))
    event = IncomingMessage(
        key=f"m:{number}",
        chat=chat,
        id=number,
        sender=Sender(account=LAPTOP, name="Li"),
        at=here.town.clock.now(),
        text=words,
        is_private=True,
    )
    other.events[number] = (event,)
    await here.town.service.door.receive(other, [Raw(key=event.key, lane=chat.chat, payload=number)])
    await here.town.settle()


async def test_a_worker_links_the_other_network_and_accepts_there(database: OpenDatabase) -> None:
    other = Network(name="other", bot="otherbot")
    here = await on_two_networks(database, other)
    await here.li.tells_the_bot("/link")

    await says_there(here, other, f"关联 {code_in(here.li)}")
    await here.li.presses("是我")
    await here.wang.says("/report 3号楼路灯不亮")
    await says_there(here, other, "接 1")

    there = [shown.text for shown in other.chats[Private(bot=other.bot, account=LAPTOP)]]
    assert there[0].startswith("收到。请回到原来的账号点“是我”")
    assert str(here.li.account) in there[1]
    assert "李明接单了" in here.group.card
