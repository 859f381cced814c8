"""Sending photos, videos, voice, documents, albums and places; getFile."""

from typing import Any, Final

from tests.servers.telegram import formatting, keyboards
from tests.servers.telegram.calls import Call
from tests.servers.telegram.errors import ApiError, bad_request
from tests.servers.telegram.media import StoredFile
from tests.servers.telegram.messages import Message
from tests.servers.telegram.methods_edit import change, own_message
from tests.servers.telegram.methods_send import Content, place, post
from tests.servers.telegram.registry import method
from tests.servers.telegram.validate import Upload

Json = dict[str, Any]

LINK_SECONDS: Final = 3600
DOWNLOAD_BYTES: Final = 20 * 1024 * 1024
PHOTO_BYTES: Final = 10 * 1024 * 1024
UPLOAD_BYTES: Final = 50 * 1024 * 1024
ALBUM: Final = range(2, 11)
SAME_KIND_ONLY: Final = frozenset({"document", "audio"})


def stored_file(call: Call, kind: str, given: Any) -> StoredFile:
    """The file that an argument means: uploaded now, attached by name, or known by its file_id."""
    if isinstance(given, str) and given.startswith("attach://"):
        given = call.files.get(given.removeprefix("attach://"), given)
    if isinstance(given, Upload):
        return _uploaded(call, kind, given)
    if not given:
        raise bad_request(f"there is no {kind} in the request")
    if str(given).startswith(("http://", "https://")):
        raise bad_request("failed to get HTTP URL content")
    stored = call.world.files.by_id.get(str(given))
    if stored is None:
        raise bad_request("wrong file identifier/HTTP URL specified")
    if stored.kind != kind:
        raise bad_request(f"can't use file of type {stored.kind.title()} as {kind.title()}")
    return stored


def _uploaded(call: Call, kind: str, upload: Upload) -> StoredFile:
    if not upload:
        raise bad_request("file must be non-empty")
    if len(upload) > UPLOAD_BYTES:
        raise ApiError(413, "Request Entity Too Large")
    if kind == "photo" and len(upload) > PHOTO_BYTES:
        raise bad_request("file of size " + f"{len(upload)} bytes is too big for a photo; the maximum size is 10 MB")
    return call.world.files.store(kind, bytes(upload), name=upload.name)


def _send(call: Call, kind: str) -> Message:
    text, entities = formatting.caption(call)
    markup = keyboards.checked(call.args.get("reply_markup"))
    where = place(call, kind)
    shown = call.world.files.shown(stored_file(call, kind, call.args.get(kind)), **call.args)
    return post(call, where, Content(text=text, entities=entities, media=shown), markup)


@method("sendPhoto")
def send_photo(call: Call) -> Any:
    return _send(call, "photo")


@method("sendVideo")
def send_video(call: Call) -> Any:
    return _send(call, "video")


@method("sendVoice")
def send_voice(call: Call) -> Any:
    return _send(call, "voice")


@method("sendAudio")
def send_audio(call: Call) -> Any:
    return _send(call, "audio")


@method("sendDocument")
def send_document(call: Call) -> Any:
    return _send(call, "document")


@method("sendLocation")
def send_location(call: Call) -> Any:
    markup = keyboards.checked(call.args.get("reply_markup"))
    spot = {"latitude": call.args.get("latitude"), "longitude": call.args.get("longitude")}
    if not all(isinstance(value, int | float) for value in spot.values()):
        raise bad_request("latitude is empty" if spot["latitude"] is None else "longitude is empty")
    return post(call, place(call, "location"), Content(media={"location": spot}), markup)


@method("sendMediaGroup")
def send_media_group(call: Call) -> Any:
    """An album: one message for each part, all with one media_group_id."""
    parts: list[Json] = call.args.get("media") or []
    if not parts:
        raise bad_request("there are no messages to send")
    if len(parts) not in ALBUM:
        if len(parts) > 1:
            raise bad_request("too many messages to send as an album")
        call.world.violations.append("sendMediaGroup: an album has 2 to 10 parts")
    kinds = {str(part.get("type")) for part in parts}
    if len(kinds) > 1 and kinds & SAME_KIND_ONLY:
        raise bad_request("can't use the media of the specified type in the album")
    where = place(call, str(parts[0].get("type")))
    contents = [_album_part(call, part) for part in parts]
    album = str(13_000_000_000_000_000 + call.world.number())
    return [post(call, where, Content(**content, extras={"media_group_id": album})) for content in contents]


def _album_part(call: Call, part: Json) -> Json:
    text, entities = formatting.checked_caption(*formatting.parse(call, part, "caption", "caption_entities"))
    stored = stored_file(call, str(part.get("type")), part.get("media"))
    return {"text": text, "entities": entities, "media": call.world.files.shown(stored, **part)}


@method("editMessageMedia")
def edit_media(call: Call) -> Any:
    wanted: Json = call.args.get("media") or {}
    part = _album_part(call, wanted)
    message = own_message(call)
    return change(call, message, **part)


@method("getFile")
def get_file(call: Call) -> Any:
    """The path of a download, for files up to 20 MB."""
    stored = call.world.files.by_id.get(call.text("file_id"))
    if stored is None:
        raise bad_request("invalid file_id")
    if stored.size > DOWNLOAD_BYTES:
        raise bad_request("file is too big")
    stored.link_until = call.world.clock.now() + LINK_SECONDS
    return {
        "file_id": call.text("file_id"),
        "file_unique_id": call.world.files.unique_id(call.text("file_id")),
        "file_size": stored.size,
        "file_path": stored.path,
    }
