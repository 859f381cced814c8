"""Signing in with all of our accounts at once: a network that does not answer makes nobody wait.

A token or password that is refused ends the service, also when the network says so only after we are at work.
"""

import asyncio
from collections.abc import AsyncIterator, Iterable, Mapping
from contextlib import asynccontextmanager
from typing import Final

from bot.ports import Channel

SignIns = Mapping[tuple[str, str], "asyncio.Task[str | None]"]

# A network that works has answered by then; one that does not is waited for while the rest is at work.
PATIENCE: Final = 0.4


@asynccontextmanager
async def signing_in(channels: Iterable[Channel]) -> AsyncIterator[SignIns]:
    """A sign-in for each account, under way inside the block and at its end no more."""
    tasks = {(channel.name, channel.bot): asyncio.create_task(channel.start()) for channel in channels}
    try:
        yield tasks
    finally:
        # Nothing is left that signs in while the channels are being closed.
        for task in tasks.values():
            task.cancel()
        if tasks:
            await asyncio.wait(tasks.values())


async def settled(sign_ins: SignIns) -> bool:
    """Wait a moment for all of them; answers whether they have ended. Raises `RefusedLogin`."""
    if not sign_ins:
        return True
    ended, waiting = await asyncio.wait(sign_ins.values(), timeout=PATIENCE, return_when=asyncio.FIRST_EXCEPTION)
    for task in ended:
        task.result()
    return not waiting
