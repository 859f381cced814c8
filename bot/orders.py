"""What shall happen on a network, in words that fit every one: an `Order` is one call of its adapter."""

from dataclasses import dataclass

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


Order = Post | Edit | React | Toast | Delete
