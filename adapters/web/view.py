"""What the templates show: rooms and messages in words, moments and HTML, for one guest. Pure."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from pathlib import Path
from typing import Final
from urllib.parse import urlencode
from zlib import crc32

from babel.dates import format_skeleton
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from adapters.web.render import SIGNS, excerpt, html_of, lead_and_rest
from adapters.web.rooms import Message, Said
from adapters.web.scene import Scene, Standing, owner_of, private_chat
from adapters.web.visits import Guest
from adapters.web.words import Words
from bot.messages import Button, Gesture

_TEMPLATES: Final = Environment(
    loader=FileSystemLoader(Path(__file__).with_name("templates")),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_TEMPLATES.globals["fresh_key"] = lambda: secrets.token_hex(12)
# What a resident may say with one tap, and what those who work here may.
_RESIDENTS: Final = (Gesture.ME_TOO,)
_WORKERS: Final = (Gesture.ACCEPT, Gesture.RECORD, Gesture.DONE, Gesture.ME_TOO)
_HUES: Final = 6
_PREVIEW: Final = 40


def hue(account: str) -> int:
    """Which of a few colours stands for this person."""
    return crc32(account.encode()) % _HUES


_TEMPLATES.globals["hue"] = hue


@dataclass(frozen=True, kw_only=True)
class Sign:
    """Reactions of one kind on a message."""

    gesture: Gesture
    sign: str
    count: int
    is_mine: bool
    is_ours: bool
    label: str


@dataclass(frozen=True, kw_only=True)
class Seen:
    """A message as one guest sees it."""

    id: int
    chat: str
    key: str
    kind: str
    name: str
    badge: str
    hue: int
    quote: str | None
    quote_name: str
    lead: Markup
    rest: Markup
    moment: str
    at: str
    edited: bool
    buttons: Sequence[Sequence[Button]]
    signs: Sequence[Sign]
    offers: Sequence[Sign]


@dataclass(frozen=True, kw_only=True)
class Entry:
    """A room in a guest's list of rooms."""

    chat: str
    title: str
    is_private: bool
    preview: str
    moment: str
    hint: str


@dataclass(frozen=True, kw_only=True)
class Sight:
    """Through whose eyes, and when, a page is drawn."""

    guest: Guest
    scene: Scene
    words: Words
    zone: tzinfo
    now: datetime

    def message(self, message: Message) -> Seen:
        """The message as the guest sees it."""
        said = message.said
        lead, rest = lead_and_rest(said.text) if message.is_ours else ((), said.text)
        viewer = self.guest.account
        quote = message.quote
        return Seen(
            id=message.id,
            chat=said.chat,
            key=said.once.rpartition(":")[2] if said.author == viewer else "",
            kind="ours" if message.is_ours else "mine" if said.author == viewer else "theirs",
            name=self.words("page.name") if message.is_ours else said.name,
            badge=self._badge(said),
            hue=hue(said.author or ""),
            quote=None if quote is None else excerpt(quote.text),
            quote_name="" if quote is None else self._name(quote.author, quote.name),
            lead=html_of(lead, viewer=viewer),
            rest=html_of(rest, viewer=viewer),
            moment=self.moment(said.at),
            at=said.at.isoformat(),
            edited=message.edited,
            buttons=said.buttons,
            signs=self._signs(message),
            offers=[self._sign(message, gesture, 0) for gesture in self._gestures()],
        )

    def entry(self, chat: str, latest: Message | None) -> Entry:
        """A room in the guest's list."""
        return Entry(
            chat=chat,
            title=self.title(chat),
            is_private=owner_of(chat) is not None,
            preview=self.words("rooms.empty") if latest is None else self.preview(latest),
            moment="" if latest is None else self.moment(latest.said.at),
            hint=self._hint(chat),
        )

    def preview(self, message: Message) -> str:
        """The latest message of a room in one line."""
        name = self._name(message.said.author, message.said.name)
        return f"{name}: {excerpt(message.said.text, _PREVIEW)}"

    def title(self, chat: str) -> str:
        """The title of a room."""
        group = self.scene.group(chat)
        return self.words("rooms.private") if group is None else group.title

    def moment(self, at: datetime) -> str:
        """The time of day, with the day before it when that is not today."""
        local, today = at.astimezone(self.zone), self.now.astimezone(self.zone).date()
        time = f"{local:%H:%M}"
        if local.date() == today:
            return time
        day = format_skeleton("MMMd", local, locale=self.guest.language)
        return self.words("log.time_other_day", day=day, time=time)

    def _hint(self, chat: str) -> str:
        group = self.scene.group(chat)
        if group is None:
            return self.words("rooms.private_hint")
        if group.members is None:
            return self.words("rooms.everybody")
        count = len(group.members)
        return self.words("rooms.group_hint", count=count)

    def _name(self, author: str | None, name: str) -> str:
        return self.words("page.name") if author is None else name

    def _badge(self, said: Said) -> str:
        if said.author is None:
            return self.words("standing.bot")
        return "" if said.standing is Standing.RESIDENT else self.words(f"standing.{said.standing}")

    def _gestures(self) -> Sequence[Gesture]:
        return _RESIDENTS if self.guest.visitor.standing is Standing.RESIDENT else _WORKERS

    def _signs(self, message: Message) -> Sequence[Sign]:
        counts: dict[Gesture, int] = {}
        for reaction in message.reactions:
            counts[reaction.gesture] = counts.get(reaction.gesture, 0) + 1
        return [self._sign(message, gesture, count) for gesture, count in counts.items()]

    def _sign(self, message: Message, gesture: Gesture, count: int) -> Sign:
        who = {reaction.account for reaction in message.reactions if reaction.gesture is gesture}
        return Sign(
            gesture=gesture,
            sign=SIGNS[gesture],
            count=count,
            is_mine=self.guest.account in who,
            is_ours=gesture is Gesture.HEARD,
            label=self.words(f"gesture.{gesture}"),
        )


def drawn(template: str, **values: object) -> str:
    """A template with its values."""
    return _TEMPLATES.get_template(template).render(**values)


def address_of(panes: Sequence[tuple[str, str]], language: str, *, free: bool) -> str:
    """The page's address with these panes, each an account and the chat it shows ("" for the list of rooms)."""
    shown = [("p", f"{account}~{chat}") for account, chat in panes] if free else [("room", panes[0][1])]
    return "/chat?" + urlencode([*shown, ("lang", language)])


def first_room(scene: Scene, guest: Guest) -> str:
    """The room a page opens with: a resident's group, and for those who work here the private chat with the tasks."""
    groups = scene.groups_of(guest.account)
    if groups and guest.visitor.standing is Standing.RESIDENT:
        return groups[0].chat
    return private_chat(guest.account)
