"""A plain reply to a message that is about several tickets, where it is not clear which is meant."""

from bot.features.tickets.courtesy import is_courtesy
from bot.features.tickets.handlers import is_call_of_its_own
from bot.folding import is_list
from bot.messages import IncomingMessage
from bot.stores import SentMessages
from bot.turn import Turn


async def ask_which(turn: Turn, message: IncomingMessage) -> bool:
    """Words that name no ticket are asked about, so that nobody believes them passed on; a call is a call."""
    if message.reply_to is None or not message.reply_to.is_ours:
        return False
    sent = await turn.store(SentMessages).at(message.chat, message.reply_to.id)
    if sent is None or not is_list(sent.about) or is_courtesy(message.text) or is_call_of_its_own(message.text):
        return False
    turn.answer("list.which")
    return True
