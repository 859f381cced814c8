"""Signing in with several accounts."""

import asyncio

import pytest

from bot.ports import RefusedLogin
from bot.sign_in import sign_in_everywhere
from tests.network import Network


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


async def test_all_networks_are_asked_at_once() -> None:
    networks = [Together(), Together(), Together()]
    barrier = asyncio.Barrier(len(networks))
    for network in networks:
        network.barrier = barrier

    await sign_in_everywhere(networks)

    assert barrier.n_waiting == 0


async def test_a_refusal_ends_the_waiting_for_the_others() -> None:
    silent = Silent()

    with pytest.raises(RefusedLogin):
        await sign_in_everywhere([silent, Refusing()])

    assert silent.has_ended


async def test_without_accounts_there_is_nothing_to_do() -> None:
    await sign_in_everywhere([])
