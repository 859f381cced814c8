"""A message that arrived although we died before we had noted it: who answers it is understood all the same."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import pytest

from bot import crashpoints
from bot.community import ChatRef
from bot.messages import Gesture, Incoming, IncomingMessage, Reaction, RepliedTo
from bot.orders import Edit, Order, Post
from bot.ports import Raw, SendResult
from bot.service import Service
from tests.network import BOT, NAME, Network, Shown
from tests.town import Yucheng


@dataclass(kw_only=True)
class Remembering(Network):
    """A network that makes no second message under a key that it knows, but gives the first one the words of now."""

    posted: dict[str, SendResult] = field(default_factory=dict)

    async def send(self, order: Order, once: str) -> SendResult:
        first = self.posted.get(once)
        if first is None or first.remote is None or not isinstance(order, Post):
            self.posted[once] = await super().send(order, once)
        else:
            await super().send(Edit(to=order.to, remote=first.remote, message=order.message), once)
        return self.posted[once]

    def once_of(self, message: Shown) -> str:
        """The key that came with it."""
        return next(once for once, result in self.posted.items() if result.remote == message.id)


@contextmanager
def dying_before_marks() -> Iterator[None]:
    """Whatever is sent arrives, and nothing of it is noted."""

    def die(name: str) -> None:
        if name == "after_send_before_mark":
            raise ConnectionAbortedError(name)

    crashpoints.tell(die)
    yield
    crashpoints.tell(None)


def restart(here: Yucheng) -> None:
    """Another process with the same database."""
    town = here.town
    service = town.service
    town.service = Service(database=service.database, setup=service.setup, channels=[town.network], clock=service.clock)


@pytest.fixture
async def network(here: Yucheng) -> Remembering:
    """御城社区 after a crash: #1 stands in the group and in 李明's private chat, and we know of neither."""
    here.town.network = network = Remembering()
    restart(here)
    with dying_before_marks():
        await here.wang.says("/report 3号楼路灯不亮")
    restart(here)
    return network


async def arrives(here: Yucheng, event: Incoming) -> None:
    """It is received and has its turn before anything of us leaves again."""
    town = here.town
    town.network.events["it"] = (event,)
    await town.service.door.receive(town.network, [Raw(key=event.key, lane=event.chat.chat, payload="it")])
    await town.service.intake.settle()


async def test_the_workers_gesture_accepts(here: Yucheng, network: Remembering) -> None:
    (task,) = here.li.private
    await arrives(
        here,
        Reaction(
            key="r:1",
            chat=ChatRef(NAME, BOT, here.li.account.id),
            message=task.id,
            sender=here.li.sender,
            at=here.town.clock.now(),
            gesture=Gesture.ACCEPT,
            is_private=True,
            once=network.once_of(task),
        ),
    )
    await here.town.settle()

    (task,) = here.li.private
    (card,) = here.group.messages
    assert "您接了" in task.text
    assert "李明接单了" in card.text


async def test_a_reply_is_about_the_ticket(here: Yucheng, network: Remembering) -> None:
    (card,) = here.group.messages
    assert here.wang.group is not None
    await arrives(
        here,
        IncomingMessage(
            key="m:1",
            chat=here.group.chat,
            id="901",
            sender=here.wang.sender,
            at=here.town.clock.now(),
            text="还有门口那盏也不亮",
            reply_to=RepliedTo(id=card.id, is_ours=True, text=card.text, once=network.once_of(card)),
        ),
    )
    await here.town.settle()

    assert here.li.inbox[1:] == ["#1 王芳又说:“还有门口那盏也不亮”"]
    assert len(here.group.messages) == 1
