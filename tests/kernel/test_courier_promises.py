"""Any load, any failures, restarts at any moment: nothing lost, cards in their last version, order kept."""

import asyncio
import shutil
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from bot import crashpoints
from bot.community import ChatRef
from bot.lanes import Item
from bot.orders import Edit, Order, Post
from bot.ports import Outcome, Reason, SendResult
from bot.richtext import words_of
from bot.stores import Priority
from storage.engine import open_database
from tests.kernel.courier_fixtures import Carrying, dead_letters
from tests.kernel.scripted import (
    LIMITED,
    OK,
    UNCERTAIN,
    ScriptedNetwork,
    card,
    limit,
    line,
    post,
    put,
    refused,
    waiting,
)
from tests.storage.fixtures import URL

CHATS = [ChatRef("net", "9", f"house-{number}") for number in range(4)]
PRIORITIES = [Priority.EMERGENCY, Priority.ANSWER, Priority.CARD]
AWAY = SendResult(outcome=Outcome.RETRY, reason=Reason.NETWORK)


@dataclass
class FickleNetwork(ScriptedNetwork):
    """Keeps messages as a network does, and fails by chance as long as it is `fickle`."""

    chance: Random = field(default_factory=Random)
    fickle: bool = True
    shown: dict[str, str] = field(default_factory=dict)
    heard: defaultdict[ChatRef, list[str]] = field(default_factory=lambda: defaultdict(list))

    async def send(self, order: Order, once: str) -> SendResult:
        await asyncio.sleep(0)
        luck = self.chance.random() if self.fickle else 1.0
        if luck < 0.06:
            raise ZeroDivisionError(once)
        if luck < 0.25:
            return self.chance.choice([AWAY, limit(3), limit(2, whole_account=True), UNCERTAIN])
        result = self._done(order)
        # It has arrived, and nobody tells.
        return UNCERTAIN if luck < 0.3 else result

    def delete_one(self) -> None:
        """A moderator removes a message of ours."""
        if self.shown:
            del self.shown[self.chance.choice(list(self.shown))]

    def _done(self, order: Order) -> SendResult:
        assert isinstance(order, Post | Edit)
        assert isinstance(order.to, ChatRef)
        words = words_of(order.message.text)
        if isinstance(order, Edit):
            if order.remote not in self.shown:
                return refused(Reason.GONE)
            self.shown[order.remote] = words
            return OK
        self.heard[order.to].append(words)
        remote = f"m{sum(len(heard) for heard in self.heard.values())}"
        self.shown[remote] = words
        return replace(OK, remote=remote)


@dataclass(frozen=True)
class Step:
    chat: int
    priority: Priority
    is_card: bool
    after: float
    restarts: bool
    deletes: bool


STEPS = st.builds(
    Step,
    chat=st.integers(0, 3),
    priority=st.sampled_from(PRIORITIES),
    is_card=st.booleans(),
    after=st.sampled_from([0.0, 0.0, 0.3, 1.0, 4.0]),
    restarts=st.sampled_from([False] * 7 + [True]),
    deletes=st.sampled_from([False] * 9 + [True]),
)


def item_of(number: int, step: Step) -> Item:
    chat = CHATS[step.chat]
    if step.is_card:
        return replace(card(f"version {number:03}", chat, key="tickets:1"), priority=step.priority)
    return post(f"{step.priority} {number:03}", chat, step.priority)


def line_of(number: int, step: Step) -> Item:
    """A state of one of seven tickets in that chat; most may stand in a list."""
    return line(number % 7, CHATS[step.chat], state=f"in state {number:03}", alone=step.priority is Priority.CARD)


async def play(
    folder: Path,
    template: Path,
    steps: list[Step],
    seed: int,
    *,
    fickle: bool,
    item: Callable[[int, Step], Item] = item_of,
) -> FickleNetwork:
    """Let it happen, then let the network be kind until nothing waits."""
    shutil.copyfile(template, folder / "huying.db")
    database = open_database(URL, folder)
    network = FickleNetwork(capabilities=LIMITED, chance=Random(seed), fickle=fickle)  # noqa: S311 - a load, no secret
    world = Carrying(database, network)
    for number, step in enumerate(steps):
        await put(database, item(number, step))
        if step.deletes:
            network.delete_one()
        if step.restarts:
            await crash(world)
        await world.after(step.after)
    network.fickle = False
    while await waiting(database):
        await world.after(5)
    await database.close()
    return network


async def crash(world: Carrying) -> None:
    """Die with sends that are not marked, and start again."""

    def die(name: str) -> None:
        if name == "after_send_before_mark":
            raise ConnectionAbortedError(name)

    crashpoints.tell(die)
    await world.courier.drain(5)
    crashpoints.tell(None)
    world.courier = world.new_courier()


@settings(deadline=None, max_examples=25)
@given(steps=st.lists(STEPS, max_size=40), seed=st.integers(0, 2**32))
def test_nothing_is_lost_and_every_card_is_shown_in_its_last_version(
    sqlite_template: Path, steps: list[Step], seed: int
) -> None:
    with TemporaryDirectory() as name:
        network = asyncio.run(play(Path(name), sqlite_template, steps, seed, fickle=True))
        dead = dead_letters(Path(name))

    heard = {words for chat in CHATS for words in network.heard[chat]}
    posts = {f"{step.priority} {number:03}" for number, step in enumerate(steps) if not step.is_card}
    last = {step.chat: f"version {number:03}" for number, step in enumerate(steps) if step.is_card}
    assert len(posts - heard) <= len(dead)
    if not dead:
        deleted = any(step.deletes for step in steps)
        assert deleted or set(last.values()) <= set(network.shown.values())


@settings(deadline=None, max_examples=15)
@given(steps=st.lists(STEPS, max_size=40))
def test_on_a_kind_network_the_order_of_a_chat_holds_and_nothing_comes_twice(
    sqlite_template: Path, steps: list[Step]
) -> None:
    calm = [replace(step, restarts=False) for step in steps]

    with TemporaryDirectory() as name:
        network = asyncio.run(play(Path(name), sqlite_template, calm, 0, fickle=False))

    for chat in CHATS:
        for priority in PRIORITIES:
            heard = [words for words in network.heard[chat] if words.startswith(priority)]
            assert heard == sorted(set(heard))


@settings(deadline=None, max_examples=25)
@given(steps=st.lists(STEPS, max_size=60), seed=st.integers(0, 2**32))
def test_every_ticket_is_shown_as_it_is_in_a_list_or_alone(sqlite_template: Path, steps: list[Step], seed: int) -> None:
    with TemporaryDirectory() as name:
        network = asyncio.run(play(Path(name), sqlite_template, steps, seed, fickle=True, item=line_of))
        dead = dead_letters(Path(name))

    if not dead and not any(step.deletes for step in steps):
        shown = "\n".join(network.shown.values()).replace(" is in state", " in state")
        last = {(step.chat, number % 7): number for number, step in enumerate(steps)}
        assert all(f"#{ticket} in state {number:03}" in shown for (_, ticket), number in last.items())
