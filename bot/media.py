"""Files that people sent us: fetched after the turn, checked, cleaned of places, kept once.

Decides what is asked of the networks, of the shelf and of the memory. Does not know what a file belongs to: its
subject (`about`) is a feature's, which hears by `MediaArrived` and `MediaRefused` what became of it.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NewType, Protocol, runtime_checkable

from bot.community import PersonId
from bot.messages import AttachmentKind

SentFileId = NewType("SentFileId", int)


class Unfit(StrEnum):
    """Why a file is not kept."""

    LARGE = "large"  # larger than we, or the network, hand on
    KIND = "kind"  # of no kind that we keep
    DAMAGED = "damaged"  # not what its sender sent
    GONE = "gone"  # the network does not have it any more, or could not be asked for a day


class NotKept(Exception):  # noqa: N818 - a fact about the file
    """The file will never be kept, for the reason in `why`."""

    def __init__(self, why: Unfit) -> None:
        super().__init__(why.value)
        self.why = why


class NotNow(Exception):  # noqa: N818 - a fact about the world
    """It cannot be done at this moment; the same may work later."""


@dataclass(frozen=True, kw_only=True)
class SentFile:
    """A file that somebody sent. `reference` is its network's handle; `digest` names its content once it is kept.

    `is_shown`: it was sent for those to see who read of its subject, not only for those who work on it.
    """

    id: SentFileId
    about: str
    kind: AttachmentKind
    channel: str
    bot: str
    reference: str
    by: PersonId
    name: str = ""
    mime: str = ""
    size: int | None = None
    is_shown: bool = False
    digest: str = ""
    tries: int = 0

    @property
    def is_here(self) -> bool:
        """May it be handed on? A place on the map is always here."""
        return bool(self.digest) or (self.kind is AttachmentKind.LOCATION and bool(self.reference))


@dataclass(frozen=True, kw_only=True)
class Content:
    """What is in a kept file, and what it was found to be by looking into it."""

    digest: str
    kind: AttachmentKind
    mime: str
    size: int


class SentFiles(Protocol):
    """Files that were sent to us, and what is kept of them. What was erased is in no answer."""

    async def get(self, file: SentFileId) -> SentFile | None:
        """The file with this id."""

    async def due(
        self, now: datetime, limit: int, *, elsewhere: Collection[tuple[str, str]] = ()
    ) -> Sequence[SentFile]:
        """Files to be fetched now, the longest waiting first; not those of accounts (channel, bot) elsewhere."""

    async def later(self, file: SentFileId, retry_at: datetime) -> None:
        """It could not be fetched: count the try and wait until then."""

    async def kept(self, file: SentFileId, content: Content) -> SentFile | None:
        """This is its content. None: nobody waits for it any more."""

    async def refused(self, file: SentFileId, why: Unfit) -> SentFile | None:
        """It will not be kept. None: nobody waits for it any more."""

    async def put_down(self, content: Content, now: datetime) -> None:
        """This content is about to lie on the shelf."""

    async def unused(self, before: datetime, limit: int) -> Sequence[str]:
        """Contents put down before that moment that belong to no file any more."""

    async def taken_away(self, digest: str) -> None:
        """This content lies on the shelf no more."""


class Shelf(Protocol):
    """Keeps contents by their digests: a folder, or a store elsewhere. Raises `NotNow` when it cannot be reached."""

    async def put(self, digest: str, content: bytes) -> None:
        """Keep it, for good when this returns. What is there already stays."""

    async def get(self, digest: str) -> bytes | None:
        """The content, or None."""

    async def drop(self, digest: str) -> None:
        """Keep it no longer. What is not there is no trouble."""


@runtime_checkable
class FetchesFiles(Protocol):
    """A channel whose network keeps what people send, and hands it out."""

    async def fetch(self, reference: str, most: int) -> bytes:
        """The file behind its handle, of so many bytes at most. Raises `NotKept`, `NotNow`."""
