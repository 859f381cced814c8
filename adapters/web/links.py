"""The address of a file in the local chat."""

from typing import Final
from urllib.parse import urlencode

from adapters.web.scene import owner_of
from bot.files import File
from bot.messages import Attachment
from bot.richtext import Link

PATH: Final = "/chat/file"


# The name of the `FileMaker` that finds what visitors sent, by its content.
UPLOADED: Final = "media.uploaded"


def upload_link(chat: str, sent: Attachment) -> Link:
    """What a visitor sent, as a link in the message that it came with."""
    file = File(name=sent.name or "", mime=sent.mime or "", made_by=UPLOADED, value=sent.remote_id, kind=sent.kind)
    return file_link(chat, file)


def file_link(chat: str, file: File) -> Link:
    """The file as a link in a message of that chat; what people write never becomes one."""
    recipe = {"chat": chat, "name": file.name, "mime": file.mime, "made_by": file.made_by, "value": file.value}
    owner = owner_of(chat)
    return Link(file.name, f"{PATH}?{urlencode(recipe if owner is None else {**recipe, 'as': owner})}")
