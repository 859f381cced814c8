"""The ordeal: people call and work while the service is killed so many times; then peace, and the reckoning."""

import asyncio
import time
from bisect import bisect
from collections.abc import Coroutine, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from tests.crash.audit import Account, StockAccount, account_of, settled, stock_account_of
from tests.crash.lives import FEW, PASSINGS, Life, kills, kills_of_one_of_several
from tests.crash.town import SERVICE, Town, at_peace

# What has piled up leaves no faster than Telegram's limits allow.
SETTLE_SECONDS: Final = 600.0


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """`stock` by network, `lives` by program.

    `recovery`: on each network the longest time from a start to the first answer, of those lives that gave one.
    `silence`: the longest time between two answers while the service died again and again.
    """

    account: Account
    stock: Mapping[str, StockAccount]
    lives: Mapping[str, list[Life]]
    recovery: Mapping[str, float]
    silence: Mapping[str, float]
    settling: float


async def suffer(town: Town, count: int, passings: Sequence[int] = PASSINGS) -> Outcome:
    """So many deaths, at these passings of their moments."""
    async with asyncio.TaskGroup() as people:
        workers = [people.create_task(town.work(side)) for side in town.sides.values()]
        talkers = [people.create_task(town.talk(side)) for side in town.sides.values()]
        stock = [one.suffer(kills(count, town.seed, FEW)) for one in town.stock.values()]
        await asyncio.gather(*_deaths(town, count, passings), *stock)
        town.is_evening = True
        await asyncio.gather(*talkers)
        settling = await _peace(town)
        for worker in workers:
            worker.cancel()
    answers = {name: await side.answers() for name, side in town.sides.items()}
    lives = town.lives[SERVICE]
    return Outcome(
        account=await account_of(town),
        stock={network: stock_account_of(town, network) for network in town.stock},
        lives=town.lives,
        recovery={name: _longest(lives, times) for name, times in answers.items()},
        silence={name: _longest_silence(lives, times) for name, times in answers.items()},
        settling=settling,
    )


def _deaths(town: Town, count: int, passings: Sequence[int]) -> list[Coroutine[None, None, None]]:
    """So many in all. Of several processes each dies at times of its own."""
    if len(town.services) == 1:
        return [town.services[0].suffer(kills(count, town.seed, passings))]
    each = count // len(town.services)
    return [
        one.suffer(kills_of_one_of_several(each, town.seed + number, passings))
        for number, one in enumerate(town.services)
    ]


async def _peace(town: Town) -> float:
    """Let the service live until all is settled; answers how long that took."""
    began = time.monotonic()
    async with at_peace(town):
        # In each chat one more: once it is a ticket, whatever was said before it has been received.
        for side in town.sides.values():
            for _ in range(side.chats):
                await town.call(side)
        await settled(town, SETTLE_SECONDS)
    return time.monotonic() - began


def _longest(lives: list[Life], answers: list[float]) -> float:
    first = [(life, answers[place]) for life in lives if (place := bisect(answers, life.began)) < len(answers)]
    return max((answer - life.began for life, answer in first if answer < life.ended), default=0.0)


def _longest_silence(lives: list[Life], answers: list[float]) -> float:
    began, ended = min(life.began for life in lives), max(life.ended for life in lives)
    within = [answer for answer in answers if began <= answer <= ended]
    return max((later - earlier for earlier, later in pairwise(within)), default=0.0)
