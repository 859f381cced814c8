"""Files in the local chat: a message holds a link with the file's recipe, and the file is made when it is opened.

So nothing is kept beside the message. A link works for whoever sees its message, as long as that stands: the recipe
in an address proves nothing.
"""

from collections.abc import Awaitable, Callable
from typing import Final
from urllib.parse import quote

from aiohttp import web

from adapters.web.channel import WebChannel
from adapters.web.entrance import Entrance
from adapters.web.links import file_link
from adapters.web.rooms import Talk
from adapters.web.visits import NotThere
from bot.files import File, NoFile

MakeFile = Callable[[File], Awaitable[bytes]]
# As many messages of a room as a page shows, several times over.
LOOKED_AT: Final = 500


class Fetching:
    """Answers the links."""

    def __init__(self, channel: WebChannel, entrance: Entrance, make: MakeFile) -> None:
        self._channel = channel
        self._entrance = entrance
        self._make = make

    async def file(self, request: web.Request) -> web.Response:
        """The file, as it is now. Raises `NotThere`, `Turned`, `StorageAway`."""
        guest = self._entrance.guest(request, request.query.get("as"))
        chat = request.query.get("chat", "")
        asked = request.query
        file = File(
            name=asked.get("name", ""),
            mime=asked.get("mime", ""),
            made_by=asked.get("made_by", ""),
            value=asked.get("value", ""),
        )
        if not self._channel.scene.admits(guest.account, chat) or not await self._was_sent(chat, file):
            raise NotThere
        try:
            content = await self._make(file)
        except NoFile:
            raise NotThere from None
        headers = {
            "Content-Disposition": f"attachment; filename*=UTF-8''{quote(file.name)}",
            "Cache-Control": "no-store",
            "X-Content-Type-Options": "nosniff",
        }
        return web.Response(body=content, content_type=file.mime, headers=headers)

    async def _was_sent(self, chat: str, file: File) -> bool:
        link = file_link(chat, file)
        found = await self._channel.database.read(lambda uow: uow.store(Talk).latest([chat], LOOKED_AT))
        # Whatever people write is plain text: no link in a message was made by anybody but us.
        return any(link in message.said.text for message in found)
