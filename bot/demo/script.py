"""A day in the sample town, played in the terminal through the same code that serves real groups.

People speak and press; what the group and the people then read is printed. Time jumps, nothing else is pretended.
"""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Final, Protocol

from bot.demo.town import SampleTown, TownGroup, TownPerson

Say = Callable[[str], None]


class Stage(Protocol):
    """What a player can do. The composition root plays on the local chat."""

    async def says(self, account: str, chat: str | None, words: str) -> None:
        """Speak in a group, or (None) to the bot in private."""

    async def presses(self, account: str, chat: str | None, label: str) -> None:
        """Press the latest button with this label there."""

    async def reads(self, account: str, chat: str | None) -> Sequence[str]:
        """What the bot's messages there say now, oldest first."""

    async def labels(self, account: str, chat: str | None) -> Sequence[str]:
        """The labels of the buttons under the bot's latest message there that has any."""

    async def waits_until(self, moment: datetime) -> None:
        """Let time pass and do what becomes due."""

    def now(self) -> datetime:
        """The time in the town."""


MORNING: Final = timedelta(hours=9)
DIGEST: Final = timedelta(hours=18, minutes=1)


async def play(stage: Stage, town: SampleTown, midnight: datetime, say: Say) -> None:
    """The day, from a broken lamp to the digest. `midnight` began it, in the community's zone."""
    group = town.groups[0]
    wang = town.people[0]
    worker = next(person for person in town.people if person.standing == "worker")
    admin = next(person for person in town.people if person.standing == "admin")
    scene, day = _Scene(stage, say), town.plan.day
    await stage.waits_until(midnight + MORNING)
    say(f"{group.title} · 9:00")
    await scene.says(wang, group, day["call"])
    await scene.shows(wang, group)
    await scene.presses(wang, group, (await stage.labels(wang.account, group.chat))[0])
    await scene.shows(wang, group)
    await scene.reads_in_private(worker)
    await scene.presses(worker, None, day["accept"])
    await scene.says(worker, None, day["progress"])
    await scene.shows(wang, group)
    await stage.waits_until(midnight + timedelta(hours=15, minutes=20))
    say("15:20")
    await scene.says(worker, None, day["done"])
    await scene.shows(wang, group)
    await scene.presses(wang, group, day["fixed"])
    await scene.presses(wang, None, day["satisfied"])
    await scene.shows(wang, group)
    await scene.says(town.people[1], group, day["second_call"])
    await stage.waits_until(midnight + DIGEST)
    say("18:01")
    await scene.reads_in_private(admin)


class _Scene:
    """Prints who does what, and what stands where afterwards."""

    def __init__(self, stage: Stage, say: Say) -> None:
        self._stage = stage
        self._say = say

    async def says(self, who: TownPerson, group: TownGroup | None, words: str) -> None:
        self._say(f"\n{who.name}: {words}")
        await self._stage.says(who.account, group.chat if group else None, words)

    async def presses(self, who: TownPerson, group: TownGroup | None, label: str) -> None:
        self._say(f"\n{who.name} [{label}]")
        await self._stage.presses(who.account, group.chat if group else None, label)

    async def shows(self, who: TownPerson, group: TownGroup) -> None:
        for text in (await self._stage.reads(who.account, group.chat))[-2:]:
            self._print(text)

    async def reads_in_private(self, who: TownPerson) -> None:
        self._say(f"\n→ {who.name}")
        for text in (await self._stage.reads(who.account, None))[-1:]:
            self._print(text)

    def _print(self, text: str) -> None:
        for line in text.splitlines():
            self._say(f"    │ {line}")
