"""The address of a file in the local chat."""

from typing import Final
from urllib.parse import urlencode

from adapters.web.scene import owner_of
from bot.files import File
from bot.richtext import Link

PATH: Final = "/chat/file"


def file_link(chat: str, file: File) -> Link:
    """The file as a link in a message of that chat; what people write never becomes one."""
    recipe = {"chat": chat, "name": file.name, "mime": file.mime, "made_by": file.made_by, "value": file.value}
    owner = owner_of(chat)
    return Link(file.name, f"{PATH}?{urlencode(recipe if owner is None else {**recipe, 'as': owner})}")
