"""What a file is, is found out by looking into it; where it was taken is taken out."""

import io
import zipfile
from typing import Any

import pytest
from PIL import Image

from bot.media import NotKept, Unfit
from bot.media_kinds import kind_of, looked_into

GPS_TAG, ORIENTATION, MODEL = 0x8825, 0x0112, 0x0110
PLACE = {1: "N", 2: (36.0, 3.0, 40.0), 3: "E", 4: (103.0, 50.0, 3.0)}
SPOT = b"+36.0611+103.8343/"


def picture(form: str, **more: Any) -> bytes:
    written = io.BytesIO()
    Image.effect_noise((64, 48), 80).convert("RGB").save(written, form, **more)
    return written.getvalue()


def told(turned: int = 6) -> Image.Exif:
    exif = Image.Exif()
    exif[MODEL], exif[ORIENTATION] = "a telephone", turned
    exif.get_ifd(GPS_TAG).update(PLACE)
    return exif


def office(part: str, *more: str) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        for name in ("[Content_Types].xml", part, *more):
            archive.writestr(name, "x")
    return written.getvalue()


def box(name: bytes, body: bytes) -> bytes:
    return (len(body) + 8).to_bytes(4, "big") + name + body


FILM = box(b"ftyp", b"isom\0\0\0\0mp42") + box(b"moov", box(b"udta", box(b"\xa9xyz", b"\0\x12\x15\xc7" + SPOT)))


@pytest.mark.parametrize(
    ("content", "mime"),
    [
        (picture("JPEG"), "image/jpeg"),
        (picture("PNG"), "image/png"),
        (picture("WEBP"), "image/webp"),
        (FILM, "video/mp4"),
        (box(b"ftyp", b"qt  \0\0\0\0"), "video/quicktime"),
        (box(b"ftyp", b"M4A \0\0\0\0"), "audio/mp4"),
        (b"OggS\0\x02" + bytes(22) + b"OpusHead", "audio/ogg"),
        (b"ID3\x03\0", "audio/mpeg"),
        (b"#!AMR\n", "audio/amr"),
        (b"%PDF-1.7\n", "application/pdf"),
        (
            office("word/document.xml"),
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        ),
        (office("xl/workbook.xml"), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    ],
)
def test_a_kind_is_known_by_its_content(content: bytes, mime: str) -> None:
    found = kind_of(content)

    assert found is not None
    assert found.mime == mime


@pytest.mark.parametrize(
    "content",
    [
        b"MZ\x90\0 a program",
        b"\x7fELF a program",
        b"<!DOCTYPE html><script>alert(1)</script>",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"#!/bin/sh\n",
        office("AndroidManifest.xml"),
        office("word/document.xml", "word/vbaProject.bin"),
        b"PK\x03\x04 no archive",
        box(b"ftyp", b"heic\0\0\0\0"),
        b"",
    ],
    ids=["exe", "elf", "page", "svg", "script", "app", "macros", "broken", "heic", "nothing"],
)
def test_what_is_not_on_the_list_is_refused_whatever_it_is_called(content: bytes) -> None:
    with pytest.raises(NotKept) as refused:
        looked_into(content)

    assert refused.value.why is Unfit.KIND


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_a_picture_loses_its_place_and_nothing_of_itself(form: str) -> None:
    sent = picture(form, exif=told(), **({} if form == "PNG" else {"quality": 90}))

    _, kept = looked_into(sent)

    with Image.open(io.BytesIO(sent)) as before, Image.open(io.BytesIO(kept)) as after:
        assert dict(before.getexif().get_ifd(GPS_TAG)) != {}
        assert dict(after.getexif().get_ifd(GPS_TAG)) == {}
        assert MODEL not in after.getexif()
        assert before.tobytes() == after.tobytes()


def test_a_photo_still_stands_upright() -> None:
    _, kept = looked_into(picture("JPEG", exif=told(turned=6)))

    with Image.open(io.BytesIO(kept)) as photo:
        assert dict(photo.getexif()) == {ORIENTATION: 6}


def test_a_progressive_photo_and_what_stands_behind_a_photo() -> None:
    """Some telephones hide a second picture, with a place of its own, behind the first."""
    sent = picture("JPEG", progressive=True, comment=b"at home") + picture("JPEG", exif=told())

    _, kept = looked_into(sent)

    assert b"at home" not in kept
    assert b"GPS" not in kept
    assert b"Exif" not in kept
    with Image.open(io.BytesIO(kept)) as photo:
        photo.load()


def test_a_film_loses_its_place_and_keeps_its_length() -> None:
    remarks = box(b"uuid", bytes(16) + b"<exif:GPSLatitude>36,3.6N</exif:GPSLatitude>")

    _, kept = looked_into(FILM + remarks + box(b"mdat", SPOT))

    assert len(kept) == len(FILM + remarks) + 8 + len(SPOT)
    assert kept.count(SPOT) == 1
    assert kept.endswith(SPOT)
    assert b"GPS" not in kept


@pytest.mark.parametrize("length", [3, 20, 300])
def test_half_a_photo_is_damaged(length: int) -> None:
    with pytest.raises(NotKept) as refused:
        looked_into(picture("JPEG")[:length])

    assert refused.value.why is Unfit.DAMAGED
