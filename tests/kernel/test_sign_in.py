"""Signing in with several accounts."""

import asyncio

import pytest

from bot.ports import RefusedLogin
from bot.service import Service
from bot.sign_in import settled, signing_in
from tests.network import Network
from tests.town import Town


class Silent(Network):
    """A network that never answers; `has_ended` tells that nobody waits for it any more."""

    has_ended = False

    async def start(self) -> str | None:
        try:
            await asyncio.Event().wait()
        finally:
            self.has_ended = True
        return None


class Together(Network):
    """A network that answers when all of them have been asked."""

    barrier: asyncio.Barrier

    async def start(self) -> str | None:
        await self.barrier.wait()
        return None


class Refusing(Network):
    """A network that does not accept our token."""

    async def start(self) -> str | None:
        raise RefusedLogin("does not accept the token")


class Late(Network):
    """A network that answers when `answer` is set, by a refusal."""

    def __init__(self) -> None:
        super().__init__()
        self.answer = asyncio.Event()

    async def start(self) -> str | None:
        await self.answer.wait()
        raise RefusedLogin("does not accept the token")


async def test_all_networks_are_asked_at_once() -> None:
    networks = [Together(), Together(), Together()]
    barrier = asyncio.Barrier(len(networks))
    for number, network in enumerate(networks):
        network.barrier, network.bot = barrier, str(number)

    async with signing_in(networks) as sign_ins:
        assert await settled(sign_ins)


async def test_a_refusal_ends_the_waiting_for_the_others() -> None:
    silent, refusing = Silent(), Refusing()
    refusing.bot = "another"

    with pytest.raises(RefusedLogin):
        async with signing_in([silent, refusing]) as sign_ins:
            await settled(sign_ins)

    assert silent.has_ended


async def test_a_network_that_says_nothing_is_not_waited_for() -> None:
    silent = Silent()

    async with signing_in([silent]) as sign_ins:
        assert not await settled(sign_ins)
        assert not silent.has_ended

    assert silent.has_ended


async def test_a_refusal_that_comes_late_ends_the_service(town: Town) -> None:
    late = Late()
    service = Service(database=town.database, setup=town.service.setup, channels=[late], clock=town.clock)
    async with asyncio.timeout(20), signing_in([late]) as sign_ins:
        service.sign_ins = sign_ins

        late.answer.set()

        with pytest.raises(RefusedLogin):
            await service.run()


async def test_without_accounts_there_is_nothing_to_do() -> None:
    async with signing_in([]) as sign_ins:
        assert await settled(sign_ins)
