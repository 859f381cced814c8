"""What a message carries beside its words."""

import json
import re
from typing import Final

from adapters.matrix import fields
from adapters.matrix.fields import Fields
from bot.errors import Unreadable
from bot.messages import Attachment, AttachmentKind

FILES: Final = {
    "m.image": AttachmentKind.PHOTO,
    "m.video": AttachmentKind.VIDEO,
    "m.audio": AttachmentKind.VOICE,
    "m.file": AttachmentKind.DOCUMENT,
}
LOCATION: Final = "m.location"
_GEO: Final = re.compile(r"geo:(-?\d{1,3}(?:\.\d{1,15})?),(-?\d{1,3}(?:\.\d{1,15})?)(?:[,;]|$)", re.ASCII)


def attachments_of(content: Fields) -> tuple[Attachment, ...]:
    """At most one. Raises `Unreadable`."""
    kind = content.get("msgtype")
    if kind == LOCATION:
        return (_location(content),)
    if kind in FILES:
        return (_file(content, FILES[kind]),)
    return ()


def _file(content: Fields, kind: AttachmentKind) -> Attachment:
    info = fields.lenient(content, "info")
    mime, name = info.get("mimetype"), content.get("filename", content.get("body"))
    return Attachment(
        kind=kind,
        remote_id=_handle(content),
        name=fields.clean(name) if isinstance(name, str) else None,
        mime=fields.clean(mime) if isinstance(mime, str) else None,
        size=fields.number(info, "size"),
    )


def _handle(content: Fields) -> str:
    """The `mxc:` address; for an encrypted file, JSON with the address and what decrypting needs."""
    if "file" not in content:
        return _address(content)
    block = fields.part(content, "file")
    needed = {
        "url": _address(block),
        "key": fields.required_words(fields.part(block, "key"), "k"),
        "iv": fields.required_words(block, "iv"),
        "sha256": fields.required_words(fields.part(block, "hashes"), "sha256"),
    }
    return json.dumps(needed, separators=(",", ":"))


def _address(content: Fields) -> str:
    address = fields.required_words(content, "url")
    if not address.startswith("mxc://"):
        raise Unreadable("url is no mxc address")
    return address


def _location(content: Fields) -> Attachment:
    """A place on the map: latitude and longitude in degrees, joined by a comma, instead of a file's handle."""
    found = _GEO.match(fields.required_words(content, "geo_uri"))
    if found is None:
        raise Unreadable("geo_uri is no place")
    return Attachment(
        kind=AttachmentKind.LOCATION, remote_id=f"{found[1]},{found[2]}", name=fields.words(content, "body")
    )
