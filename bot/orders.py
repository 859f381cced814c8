"""What shall happen on a network, in words that fit every one: an `Order` is one call of its adapter."""

from dataclasses import dataclass
from enum import StrEnum

from bot.messages import Address, Gesture, OutgoingMessage


@dataclass(frozen=True, kw_only=True)
class Post:
    """A new message. `reply_to` is the network's id of the message that it answers."""

    to: Address
    message: OutgoingMessage
    reply_to: str | None = None


@dataclass(frozen=True, kw_only=True)
class Edit:
    """Put other words and buttons in the place of an earlier message of ours."""

    to: Address
    remote: str
    message: OutgoingMessage


@dataclass(frozen=True, kw_only=True)
class React:
    """Put our reaction on somebody's message, or take it away."""

    to: Address
    message: str
    gesture: Gesture | None


@dataclass(frozen=True, kw_only=True)
class Toast:
    """Answer a button press with a line that only the presser sees, or (empty) only end the waiting sign."""

    to: Address
    press: str
    text: str = ""


@dataclass(frozen=True, kw_only=True)
class Delete:
    """Remove a message, ours or somebody's, where we may."""

    to: Address
    message: str


class Audience(StrEnum):
    """Whose command menu it is."""

    PRIVATE = "private"  # everybody's, alone with us
    GROUPS = "groups"  # everybody's, in a group
    HOSTS = "hosts"  # a group's own administrators, in a group
    PERSON = "person"  # one person's, alone with us


@dataclass(frozen=True, kw_only=True)
class MenuLine:
    """A command by its Latin name, and in a few words what it does."""

    command: str
    words: str


@dataclass(frozen=True, kw_only=True)
class ShowMenu:
    """Offer these commands to an audience; none: whatever is offered to everybody there.

    `to` is the person's private chat; for other audiences a chat without a name, because all are meant. `language` is
    that of the people who see it; None: of all who have no menu in their own.
    """

    to: Address
    audience: Audience
    lines: tuple[MenuLine, ...]
    language: str | None = None


Order = Post | Edit | React | Toast | Delete | ShowMenu
