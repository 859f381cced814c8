"""What a message carries beside its words."""

from adapters.telegram import fields
from adapters.telegram.fields import Fields
from bot.errors import Unreadable
from bot.messages import Attachment, AttachmentKind

# Telegram's fields in the order in which they are looked for. An animation also comes as a document.
_FILES = (
    ("animation", AttachmentKind.VIDEO),
    ("video", AttachmentKind.VIDEO),
    ("video_note", AttachmentKind.VIDEO),
    ("voice", AttachmentKind.VOICE),
    ("audio", AttachmentKind.VOICE),
    ("document", AttachmentKind.DOCUMENT),
)


def attachments_of(message: Fields) -> tuple[Attachment, ...]:
    """At most one: Telegram sends each part of an album as a message of its own."""
    if photo := fields.parts(message, "photo"):
        largest = max(photo, key=lambda size: fields.number(size, "width") or 0)
        return (_file(largest, AttachmentKind.PHOTO),)
    for name, kind in _FILES:
        if file := fields.part(message, name):
            return (_file(file, kind),)
    if spot := fields.part(message, "location"):
        return (_location(spot, fields.part(message, "venue")),)
    return ()


def _file(file: Fields, kind: AttachmentKind) -> Attachment:
    return Attachment(
        kind=kind,
        remote_id=fields.required_words(file, "file_id"),
        name=fields.words(file, "file_name"),
        mime=fields.words(file, "mime_type"),
        size=fields.number(file, "file_size"),
    )


def _location(spot: Fields, venue: Fields | None) -> Attachment:
    """A place on the map: latitude and longitude in degrees, joined by a comma, instead of a file's handle."""
    title = fields.words(venue, "title") if venue else None
    return Attachment(
        kind=AttachmentKind.LOCATION,
        remote_id=f"{_degrees(spot, 'latitude')},{_degrees(spot, 'longitude')}",
        name=title,
    )


def _degrees(spot: Fields, name: str) -> float:
    value = spot.get(name)
    if not isinstance(value, (int, float)) or isinstance(value, bool):
        raise Unreadable(f"{name} is not a number")
    return value
