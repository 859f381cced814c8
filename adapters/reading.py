"""Reading what a network answers, as far as we are willing to."""

import aiohttp

from bot.media import NotKept, Unfit

_PIECE = 64 * 1024


async def read_most(stream: aiohttp.StreamReader, most: int) -> bytes:
    """All of it. Raises `NotKept` as soon as it is more than `most` bytes, whatever its sender had said before."""
    content = bytearray()
    async for piece in stream.iter_chunked(_PIECE):
        content += piece
        if len(content) > most:
            raise NotKept(Unfit.LARGE)
    return bytes(content)
