"""Signing in with all of our accounts at once: a network that does not answer makes nobody wait for the others."""

import asyncio
from collections.abc import Iterable

from bot.ports import Channel


async def sign_in_everywhere(channels: Iterable[Channel]) -> None:
    """Sign in; what is not reached yet is tried again while receiving. Raises `RefusedLogin`."""
    tasks = [asyncio.create_task(channel.start()) for channel in channels]
    if not tasks:
        return
    try:
        await asyncio.gather(*tasks)
    finally:
        # One refusal ends all: nothing is left that signs in while the channels are being closed.
        for task in tasks:
            task.cancel()
        await asyncio.wait(tasks)
