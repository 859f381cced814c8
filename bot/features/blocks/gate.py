"""Whether what somebody says, presses or signs is heard at all."""

from dataclasses import replace
from datetime import timedelta
from typing import Final

from bot.dialogs import Dialogs
from bot.features.blocks.store import Block, Blocks
from bot.features.tickets import views as tickets
from bot.listening import said_to_us
from bot.messages import ButtonPress, IncomingMessage, Reaction
from bot.turn import Turn
from bot.words import begins_with_command

# What nobody loses: one's data, being forgotten, one's own calls, help.
RIGHTS: Final = frozenset(
    {"privacy", "forget", "help", "lang", "whoami", "mine", "status", "withdraw", "cancel", "start", "unlink"}
)
_SPOKEN: Final = ("隐私", "忘记我", "帮助", "语言", "我是谁", "我的", "查", "撤回", "取消", "取消关联")
# The same by buttons: one's data and the news that one is sent, and where one's emergency is; what was agreed to by
# oneself may be taken back.
OWN_FEATURES: Final = frozenset({"privacy", "posted"})
OWN_BUTTONS: Final = frozenset(
    {
        *("tickets.at", "tickets.inside", "tickets.not_a_call", "followers.not_me", "digests.unsubscribe"),
        *("linking.no", "linking.part", "intake_desk.refused"),
    }
)
# They are told once in so long, or an angry person would make us talk all day.
TOLD_AGAIN: Final = timedelta(days=1)


async def lets_in(turn: Turn, event: IncomingMessage | ButtonPress | Reaction) -> bool:
    """False: the person is blocked, and this is no emergency, no right of theirs, and no answer to us."""
    block = None if turn.actor is None else (await turn.store(Blocks).all()).get(turn.actor.id)
    if block is None:
        return True
    if isinstance(event, Reaction):
        # Taking one's sign away counts nobody in. A sign is no speech, so nothing is answered.
        return not event.added
    if isinstance(event, ButtonPress):
        return _may_press(turn, event)
    return await _may_say(turn, event, block)


def _may_press(turn: Turn, press: ButtonPress) -> bool:
    action = press.data.partition(":")[0]
    if action in OWN_BUTTONS or action.partition(".")[0] in OWN_FEATURES:
        return True
    if press.press is not None:
        turn.answer("block.you")
    return False


async def _may_say(turn: Turn, message: IncomingMessage, block: Block) -> bool:
    blocks = turn.store(Blocks)
    if _is_a_right(message) or tickets.is_alarm(_words(message)):
        return True
    if await turn.store(Dialogs).at(message.chat, turn.person.id, turn.now) is not None:
        # What we asked (about an emergency: where) may be answered.
        return True
    if said_to_us(message) and (block.told_at is None or turn.now - block.told_at >= TOLD_AGAIN):
        await blocks.save(replace(block, told_at=turn.now))
        turn.whisper("block.you")
    return False


def _words(message: IncomingMessage) -> str:
    return message.text if message.command is None else message.command.words


def _is_a_right(message: IncomingMessage) -> bool:
    if message.command is not None:
        return message.command.name in RIGHTS
    return begins_with_command(message.text, _SPOKEN) is not None
