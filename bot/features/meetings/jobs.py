"""What time makes due: the agenda a day before, the question after the meeting, and the end of waiting for it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from bot.community import PlaceId
from bot.features.meetings import replies, service
from bot.features.meetings.model import MeetingId
from bot.features.meetings.store import Meetings
from bot.ports import UnitOfWork
from bot.richtext import EMPTY, Text
from bot.turn import Turn

BATCH: Final = 100


async def due(turn: Turn) -> Sequence[str]:
    """Meetings about which something must be done."""
    return [str(meeting.id) for meeting in await turn.store(Meetings).due(turn.now, BATCH)]


async def run(turn: Turn, number: str) -> None:
    """All that is due by now, in its order."""
    meeting = await turn.store(Meetings).get(MeetingId(int(number)))
    if meeting.announce_at is not None and meeting.announce_at <= turn.now:
        meeting = await service.announce(turn, meeting)
    if meeting.ask_at is not None and meeting.ask_at <= turn.now:
        meeting = await service.ask(turn, meeting)
    if meeting.lapse_at is not None and meeting.lapse_at <= turn.now:
        await service.lapse(turn, meeting)


async def next_moment(uow: UnitOfWork, now: datetime) -> datetime | None:
    """When something is due next."""
    return await uow.store(Meetings).next_due(now)


async def digest_line(turn: Turn, community: PlaceId | None, language: str) -> Text:
    """The next meeting, if anything waits for it."""
    meeting = await turn.store(Meetings).upcoming(community, turn.now) if community else None
    items = await service.open_items(turn, meeting) if meeting else []
    if meeting is None or not items:
        return EMPTY
    time = await replies.when(turn, meeting, language)
    return turn.setup.texts.text("digest.meeting", language, time=time, count=len(items))
