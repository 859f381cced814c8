"""What the receive step lets in. A pure check of each event: group talk that cannot concern us is never stored.

Let in are all things said to us (private, command, mention, reply), presses, gestures and changes of chats; of plain
group talk what may be a call, and the answer to an open question. What does not read as any of these leaves no trace.
"""

from collections.abc import Collection
from typing import Final

from bot import understanding
from bot.community import Account, ChatRef
from bot.messages import Incoming, IncomingMessage, Reaction

# Below this the reading is sure enough that a plain line is talk; the turn reads it again with the group's settings.
MAY_BE_A_CALL: Final = 0.3
# Longer than any answer to "which building?".
SHORT_ANSWER: Final = 24


def concerns_us(event: Incoming) -> bool:
    """May this event concern us, whatever is going on?"""
    if event.sender.is_bot or (isinstance(event, Reaction) and event.gesture is None):
        return False
    if not isinstance(event, IncomingMessage):
        return True
    # Which part of an album has the words is known when all have come; two seconds later all are wiped or taken.
    is_part = event.album is not None and bool(event.attachments) and not event.edited
    return said_to_us(event) or is_part or _may_be_a_call(event.text)


def answers_us(event: Incoming, *, asked: Collection[tuple[ChatRef, Account]]) -> bool:
    """May this be the answer to a question of ours? `asked` holds who has an open one in which chat."""
    if event.sender.is_bot or not isinstance(event, IncomingMessage):
        return False
    return (event.chat, event.sender.account) in asked


def said_to_us(message: IncomingMessage) -> bool:
    """Is this a private message, a command, a mention of us or a reply to us?"""
    replied = message.reply_to is not None and message.reply_to.is_ours
    return message.is_private or message.command is not None or message.mentions_bot or replied


def _may_be_a_call(text: str) -> bool:
    if not text.strip():
        return False
    reading = understanding.read(text)
    if reading.is_call or reading.urgency == "emergency" or reading.confidence >= MAY_BE_A_CALL:
        return True
    # "3号楼" alone may answer a question that is being asked at this very moment.
    place = reading.place
    return len(text) <= SHORT_ANSWER and (place.building is not None or place.compound is not None)
