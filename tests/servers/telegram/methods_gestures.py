"""answerCallbackQuery and setMessageReaction."""

from typing import Any, Final

from tests.servers.telegram import places, spec
from tests.servers.telegram.bots import Answer
from tests.servers.telegram.calls import Call
from tests.servers.telegram.entities import units
from tests.servers.telegram.errors import OLD_QUERY, bad_request
from tests.servers.telegram.messages import Message
from tests.servers.telegram.registry import method

Json = dict[str, Any]

MAX_TOAST: Final = 200


@method("answerCallbackQuery")
def answer_callback_query(call: Call) -> Any:
    press = call.bot.presses.get(call.text("callback_query_id"))
    if press is None or press.answered is not None:
        raise bad_request(OLD_QUERY)
    if call.world.clock.now() - press.at > call.world.callback_lifetime:
        raise bad_request(OLD_QUERY)
    if units(call.text("text")) > MAX_TOAST:
        raise bad_request("MESSAGE_TOO_LONG")
    press.settle(Answer(text=call.text("text"), show_alert=call.flag("show_alert"), url=call.args.get("url")))
    return True


@method("setMessageReaction")
def set_message_reaction(call: Call) -> Any:
    """At most one emoji of the official list; what a group does not allow is refused alike."""
    chat = places.chat_of(call)
    places.check_inside(call.bot, chat)
    message = _bearer(places.message_of(call, chat, "message to react not found"))
    emoji = [_emoji(one) for one in call.args.get("reaction") or []]
    if len(emoji) > 1:
        raise bad_request("REACTIONS_TOO_MANY")
    if not emoji and not message.reactions.get(call.bot.id):
        raise bad_request("REACTION_EMPTY")
    if chat.allowed_reactions is not None and not chat.allowed_reactions.issuperset(emoji):
        raise bad_request("REACTION_INVALID")
    message.reactions[call.bot.id] = emoji
    message.chat.changed(message)
    return True


def _bearer(message: Message) -> Message:
    """An album's reactions lie on the first part that still exists."""
    album = message.extras.get("media_group_id")
    parts = message.chat.history.values() if album is not None else ()
    return next((m for m in parts if not m.deleted and m.extras.get("media_group_id") == album), message)


def _emoji(reaction: Json) -> str:
    emoji = str(reaction.get("emoji"))
    if reaction.get("type") != "emoji" or emoji not in spec.REACTION_EMOJI:
        raise bad_request("REACTION_INVALID")
    return emoji
