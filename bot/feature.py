"""What a feature offers: its routes, its reactions to other features' events, its jobs, its part of the digest.

A feature is data. The kernel reads it once at start and builds the router, the clockwork and the privacy answers.
"""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from bot.community import PlaceId
from bot.dialogs import Dialog
from bot.files import Document, OnShelf, Picture, Sheet
from bot.messages import Button, ButtonPress, Gesture, Incoming, IncomingMessage, OutgoingMessage, Reaction
from bot.metrics import Metric
from bot.outbox import Leaving
from bot.ports import UnitOfWork
from bot.richtext import Text

if TYPE_CHECKING:
    from bot.turn import Turn


class Who(StrEnum):
    """Whom a command or button is for: the one table of permissions, written out in docs/permissions.md.

    The kernel keeps out whoever lacks the role everywhere. Which ticket, place or message it is about only the feature
    knows, so it checks the rest; `tests/kernel/test_permissions.py` tries every route as everybody.
    """

    ANYONE = "anyone"
    # About one ticket, or about one line that may become one.
    READER = "reader"  # who reads it anyway: members of its group, its caller, its handlers
    CALLER = "caller"  # who made the call
    CALLER_OR_DESK = "caller or desk"  # who made the call, and the staff of its community
    CONCERNED = "concerned"  # its caller and its handlers
    PARTY = "party"  # the two sides of a mediation
    HANDLER = "handler"  # its assignee, the people of its grid or building, the staff of its community
    DESK = "desk"  # the staff of its community
    CALLED = "called"  # members of the department that was called to it, and its handlers
    MEMBER = "member"  # members of the department that was called to it
    # About a chat and its place.
    HOST = "host"  # the staff of its community, and the chat's own administrators
    ADMIN = "admin"  # the staff of its community, and the admins of the config
    # About nothing in particular.
    WORKER = "worker"  # workers and staff, wherever they work
    STAFF = "staff"  # staff, wherever they work; what they are told is about their own place


@dataclass(frozen=True, kw_only=True)
class CommandRoute:
    """`/name words` (Telegram), `!name words` (Matrix), and plain words where they may count."""

    name: str
    handler: Callable[["Turn", str], Awaitable[None]]
    # Words that mean the same where they may count: in private, in a mention, in a reply to us.
    words: tuple[str, ...] = ()
    who: Who = Who.ANYONE
    # Is it worth a line in the menu that everybody in a group sees?
    in_group: bool = False
    # Anyone may say it, but only people with work here are shown it in a menu.
    for_work: bool = False


@dataclass(frozen=True, kw_only=True)
class ButtonRoute:
    """A press on a button with this action; the handler is given the button's value."""

    action: str
    handler: Callable[["Turn", str], Awaitable[None]]
    who: Who = Who.ANYONE


@dataclass(frozen=True, kw_only=True)
class GestureRoute:
    """A reaction with this meaning. `handler` learns which subject the message is about, if it is ours."""

    gesture: Gesture
    handler: Callable[["Turn", Reaction, str | None], Awaitable[None]]


@dataclass(frozen=True, kw_only=True)
class ListenRoute:
    """Plain words. Listeners are asked by rising `order`; the first that answers True took them.

    Whoever only talks in a group is a stranger until a listener that takes the words calls `turn.meet()`.
    """

    order: int
    handler: Callable[["Turn", IncomingMessage], Awaitable[bool]]


@dataclass(frozen=True, kw_only=True)
class AnswerRoute:
    """A plain line while a question of this kind is open. False: this was no answer, let others hear it."""

    kind: str
    handler: Callable[["Turn", Dialog, IncomingMessage], Awaitable[bool]]


@dataclass(frozen=True, kw_only=True)
class HappeningRoute:
    """Something that happened to a chat or message: we were added, the chat moved, words were edited or deleted."""

    event: type[Any]
    handler: Callable[["Turn", Any], Awaitable[None]]


Route = CommandRoute | ButtonRoute | GestureRoute | ListenRoute | AnswerRoute | HappeningRoute


def command(
    name: str,
    handler: Callable[["Turn", str], Awaitable[None]],
    *words: str,
    who: Who = Who.ANYONE,
    in_group: bool = False,
    for_work: bool = False,
) -> CommandRoute:
    """A command by its Latin name and the plain words that mean the same."""
    return CommandRoute(name=name, handler=handler, words=words, who=who, in_group=in_group, for_work=for_work)


def button(action: str, handler: Callable[["Turn", str], Awaitable[None]], who: Who = Who.ANYONE) -> ButtonRoute:
    """A button by its action, `<feature>.<verb>`."""
    return ButtonRoute(action=action, handler=handler, who=who)


@dataclass(frozen=True, kw_only=True)
class EventReaction:
    """What this feature does, in the same turn, when another one (or the kernel) publishes an event."""

    event: type[Any]
    handler: Callable[["Turn", Any], Awaitable[None]]


def on(event: type[Any], handler: Callable[["Turn", Any], Awaitable[None]]) -> EventReaction:
    """React to an event of this type."""
    return EventReaction(event=event, handler=handler)


@dataclass(frozen=True, kw_only=True)
class Job:
    """Work that time makes due. Each due item is a turn of its own, so one failure never holds up another.

    `due` names the items whose time has come; `run` does one; `next_moment` says when the next one is due.
    """

    name: str
    due: Callable[["Turn"], Awaitable[Sequence[str]]]
    run: Callable[["Turn", str], Awaitable[None]]
    next_moment: Callable[[UnitOfWork, datetime], Awaitable[datetime | None]] | None = None


@dataclass(frozen=True, kw_only=True)
class DigestSection:
    """A feature's lines in the daily digest of a community; lower `order` comes first.

    `staff_only`: not for somebody who only asked for the digest of a place, and may work there.
    """

    order: int
    write: Callable[["Turn", PlaceId | None, str], Awaitable[Text]]
    staff_only: bool = False


@dataclass(frozen=True, kw_only=True)
class CardLine:
    """A feature's line under the card of something; lower `order` comes first, no words are no line.

    `write` is given the turn, what the card is about (a ticket) and the language. It is not asked while a ticket is
    being opened: nothing that a line could tell of has happened by then.
    """

    order: int
    write: Callable[["Turn", Any, str], Awaitable[Text]]


@dataclass(frozen=True, kw_only=True)
class CardButton:
    """A feature's buttons in the first row under a ticket's card in a group; lower `order` comes first.

    `make` is given the turn, the ticket and the language of the group. No buttons: there is nothing to press now.
    """

    order: int
    make: Callable[["Turn", Any, str], Sequence[Button]]


@dataclass(frozen=True, kw_only=True)
class TaskLine:
    """A feature's lines, with buttons of their own, under a worker's message; lower `order` comes first.

    `write` is given the turn, the ticket and the language; None: there is nothing to say.
    """

    order: int
    write: Callable[["Turn", Any, str], Awaitable[OutgoingMessage | None]]


@dataclass(frozen=True, kw_only=True)
class TaskButton:
    """A feature's button behind “More” under a worker's message; lower `order` comes first.

    `label` is the key of its words; `action` is given the number of the ticket, and `fits` the ticket itself.
    """

    order: int
    label: str
    action: str
    fits: Callable[[Any], bool]


@dataclass(frozen=True, kw_only=True)
class FileMaker:
    """What is in a file that is about to leave: a document to print, a picture, a table, bytes, or where they lie.

    It only reads.

    Raises:
        Refused: there is no such thing any more.
    """

    name: str
    make: Callable[["Turn", str], Awaitable[Document | Picture | Sheet | OnShelf | bytes]]


# Whether what somebody says, presses or signs is heard at all; False: it ends here, and whatever there is to say has
# been said.
Gate = Callable[["Turn", IncomingMessage | ButtonPress | Reaction], Awaitable[bool]]

# In which form, and to which address, something may leave; as it is, if there is nothing against it.
Fit = Callable[["Turn", Leaving], Awaitable[Leaving]]

# What a feature counts for whatever watches the service.
Gauge = Callable[["Turn"], Awaitable[Sequence[Metric]]]


@dataclass(frozen=True, kw_only=True)
class Feature:
    """A feature's whole public surface on one screen."""

    name: str
    routes: tuple[Route, ...] = ()
    reactions: tuple[EventReaction, ...] = ()
    jobs: tuple[Job, ...] = ()
    digest: tuple[DigestSection, ...] = ()
    # Lines under the card of a ticket.
    card: tuple[CardLine, ...] = ()
    # Buttons under the card of a ticket, in a group.
    card_buttons: tuple[CardButton, ...] = ()
    # Lines under a worker's message.
    worker: tuple[TaskLine, ...] = ()
    # What a worker can do beside accepting, working and finishing.
    task: tuple[TaskButton, ...] = ()
    gauges: tuple[Gauge, ...] = ()
    # Asked before anything that is said, pressed or signed is answered.
    gates: tuple[Gate, ...] = ()
    files: tuple[FileMaker, ...] = ()
    # Asked about every message that leaves, where an account of ours keeps words on its network.
    fits: tuple[Fit, ...] = ()
    # The redraw of a subject `<feature>:<id>` after an old button was pressed.
    redraw: Callable[["Turn", str], Awaitable[None]] | None = None


# What a happening route may name, beside the incoming events: an edit is a message with `edited`.
@dataclass(frozen=True, kw_only=True)
class Edited:
    """A message was edited by its author."""

    message: IncomingMessage


Happening = Incoming | Edited
