"""From a call's text, parse_mode and entities to what stands in the message, or the refusal."""

from typing import Any, Final

from tests.servers.telegram import entities, markup_html, markup_markdown
from tests.servers.telegram.calls import Call
from tests.servers.telegram.errors import bad_request

Json = dict[str, Any]

MAX_TEXT: Final = 4096
MAX_CAPTION: Final = 1024
MOST_ENTITIES: Final = 100


def message_text(call: Call) -> tuple[str, list[Json]]:
    """The text of sendMessage and editMessageText: 1 to 4096 units after parsing."""
    if not call.text("text").strip():
        raise bad_request("message text is empty")
    text, marked = formatted(call, "text", "entities")
    if not text:
        raise bad_request("text must be non-empty")
    if entities.units(text) > MAX_TEXT:
        raise bad_request("message is too long")
    return text, marked


def caption(call: Call) -> tuple[str, list[Json]]:
    """The caption of media: 0 to 1024 units after parsing."""
    return checked_caption(*formatted(call, "caption", "caption_entities"))


def checked_caption(text: str, marked: list[Json]) -> tuple[str, list[Json]]:
    if entities.units(text) > MAX_CAPTION:
        raise bad_request("message caption is too long")
    return text, marked


def formatted(call: Call, text_name: str, entities_name: str) -> tuple[str, list[Json]]:
    """Text and entities by the names of a call's arguments, without a limit of length."""
    return parse(call, call.args, text_name, entities_name)


def parse(call: Call, facts: Json, text_name: str, entities_name: str) -> tuple[str, list[Json]]:
    """The same for any object that carries a text, such as the parts of an album."""
    text = str(facts.get(text_name) or "")
    mode = str(facts.get("parse_mode") or "").lower()
    told = facts.get(entities_name) or []
    if mode == "html":
        text, told = markup_html.parse(text)
    elif mode == "markdownv2":
        text, told = markup_markdown.parse(text)
    elif mode not in {"", "markdown"}:
        raise bad_request("unsupported parse_mode")
    elif mode == "markdown":
        call.world.violations.append(f"{call.method}: parse_mode Markdown is legacy and not supported here")
    else:
        _check_entities(call, text, told)
    known = [one for one in (_known(call, one) for one in told) if one is not None]
    return _trimmed(text, entities.merged(known, entities.find(text)))


def _check_entities(call: Call, text: str, told: list[Json]) -> None:
    if len(told) > MOST_ENTITIES:
        call.world.violations.append(f"{call.method}: more than {MOST_ENTITIES} entities; the rest is dropped")
    length = entities.units(text)
    boundaries = _boundaries(text) if told else set()
    for one in told:
        start, end = one.get("offset", 0), one.get("offset", 0) + one.get("length", 0)
        if start >= length and length:
            raise bad_request(f"entity begins after the end of the text at UTF-16 offset {start}")
        if end > length:
            raise bad_request(
                f"entity beginning at UTF-16 offset {start} ends after the end of the text at UTF-16 offset {end}"
            )
        if start not in boundaries:
            raise bad_request(f"entity begins in a middle of a UTF-16 symbol at byte offset {start}")
        if end not in boundaries:
            raise bad_request(
                f"entity beginning at UTF-16 offset {start} ends in a middle of a UTF-16 symbol at byte offset {end}"
            )
        if start < 0 or end <= start:
            call.world.violations.append(f"{call.method}: entity {one} is empty or lies before the text")
    _note_crossings(call, told)


def _note_crossings(call: Call, told: list[Json]) -> None:
    """Entities may lie inside one another; where they cross, the real server silently cuts them."""
    spans = [(one["offset"], one["offset"] + one["length"], one["type"]) for one in told]
    for index, (start, end, kind) in enumerate(spans):
        for other_start, other_end, other_kind in spans[index + 1 :]:
            first, second = sorted([(start, end), (other_start, other_end)])
            if first[0] < second[0] < first[1] < second[1]:
                call.world.violations.append(f"{call.method}: entities {kind} and {other_kind} cross")


def _boundaries(text: str) -> set[int]:
    """Offsets that do not cut a surrogate pair."""
    offsets, at = {0}, 0
    for character in text:
        at += 2 if ord(character) > 0xFFFF else 1
        offsets.add(at)
    return offsets


def _known(call: Call, one: Json) -> Json | None:
    """A mention by id becomes text_mention with the whole user; one of a stranger is dropped in silence."""
    number = str(one.get("url") or "").removeprefix("tg://user?id=")
    if one["type"] == "text_mention":
        number = str((one.get("user") or {}).get("id"))
    elif one["type"] != "text_link" or not number.isdigit():
        return one
    account = call.world.account(int(number)) if number.isdigit() else None
    if account is None:
        return None
    span = {"type": "text_mention", "offset": one["offset"], "length": one["length"]}
    return {**span, "user": account.json()}


def _trimmed(text: str, marked: list[Json]) -> tuple[str, list[Json]]:
    """The server strips blank space around a text and moves the entities along."""
    stripped = text.strip()
    if stripped == text:
        return text, marked
    lead = entities.units(text[: len(text) - len(text.lstrip())])
    length = entities.units(stripped)
    moved = []
    for one in marked:
        start = max(one["offset"] - lead, 0)
        end = min(one["offset"] - lead + one["length"], length)
        if end > start:
            moved.append({**one, "offset": start, "length": end - start})
    return stripped, moved
