"""Sending files: under the name that Telegram knows them by, where it does; else with their content."""

from typing import Any, Final

from telegram.error import BadRequest

from adapters.telegram import fields
from adapters.telegram.api import BotApi
from adapters.telegram.render import Call, as_document
from bot.errors import Unreadable

# Files of which we remember Telegram's name as long as this process lives.
_REMEMBERED: Final = 2000
_DOCUMENT: Final = "sendDocument"
# A form of a file that Telegram makes itself, and makes without what a camera writes beside the picture. Others it
# keeps as they were sent, and ours is the cleaned one.
_MADE_BY_TELEGRAM: Final = frozenset({"photo", "voice"})
# What a refusal of the file, and not of the message, is about.
_NO_PICTURE: Final = ("photo_", "image_process_failed", "too big for a photo", "wrong type of the web page content")
_NO_SUCH_FILE: Final = ("wrong file", "file reference", "can't use file of type", "file_id")


class Uploads:
    """The calls of one account that may bring a file. Nothing is uploaded twice that Telegram has already."""

    def __init__(self, api: BotApi) -> None:
        self._api = api
        self._names: dict[tuple[str, str], str] = {}

    async def call(self, call: Call) -> Any:
        """The result of the call. Raises TelegramError."""
        if call.file is None:
            return await self._api.call(call.method, call.arguments)
        name = self._name_of(call)
        if name:
            try:
                return await self._api.call(call.method, {**call.arguments, call.field: name})
            except BadRequest as refusal:
                if not any(sign in refusal.message.lower() for sign in _NO_SUCH_FILE):
                    raise
                self._names.pop((call.file.digest, call.field), None)
        try:
            return self._learned(call, await self._upload(call))
        except BadRequest as refusal:
            is_picture = any(sign in refusal.message.lower() for sign in _NO_PICTURE)
            if call.method == _DOCUMENT or not is_picture:
                raise
        plain = as_document(call)
        return self._learned(plain, await self._upload(plain))

    def _name_of(self, call: Call) -> str:
        file = call.file
        if file is None or not file.digest:
            return ""
        handed = file.handle if call.field in _MADE_BY_TELEGRAM else ""
        return self._names.get((file.digest, call.field), handed)

    async def _upload(self, call: Call) -> Any:
        return await self._api.call(call.method, call.arguments, file=call.file, field=call.field)

    def _learned(self, call: Call, answer: Any) -> Any:
        """The answer, of which the file's name is remembered."""
        name = _told(call.field, answer)
        if call.file is not None and call.file.digest and name:
            if len(self._names) >= _REMEMBERED:
                del self._names[next(iter(self._names))]
            self._names[call.file.digest, call.field] = name
        return answer


def _told(field: str, answer: Any) -> str | None:
    """The name that Telegram gave to what was just sent as this."""
    try:
        message = fields.table(answer, "message")
        if field == "photo":
            sizes = fields.parts(message, field)
            largest = max(sizes, key=lambda size: fields.number(size, "width") or 0, default=None)
            return None if largest is None else fields.words(largest, "file_id")
        shown = fields.part(message, field)
        return None if shown is None else fields.words(shown, "file_id")
    except Unreadable:
        return None
