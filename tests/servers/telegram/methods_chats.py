"""Questions about a chat and its members, leaving, pinning."""

from typing import Any

from tests.servers.telegram import places
from tests.servers.telegram.calls import Call
from tests.servers.telegram.chats import Chat, Member, PrivateChat
from tests.servers.telegram.errors import bad_request
from tests.servers.telegram.groups import Group
from tests.servers.telegram.registry import method

Json = dict[str, Any]

NO_GIFTS = {
    "unlimited_gifts": False,
    "limited_gifts": False,
    "unique_gifts": False,
    "premium_subscription": False,
    "gifts_from_channels": False,
}


def _readable(call: Call) -> Chat:
    """A chat that the bot may look at: of supergroups only those it is in."""
    chat = places.chat_of(call)
    if chat.type != "group":
        places.check_inside(call.bot, chat)
    return chat


@method("getChat")
def get_chat(call: Call) -> Any:
    chat = _readable(call)
    facts = chat.json() | {"accent_color_id": 0, "max_reaction_count": 11, "accepted_gift_types": NO_GIFTS}
    if chat.is_group:
        facts["permissions"] = dict(chat.permissions)
    if chat.allowed_reactions is not None:
        facts["available_reactions"] = [{"type": "emoji", "emoji": emoji} for emoji in sorted(chat.allowed_reactions)]
    if chat.pinned:
        facts["pinned_message"] = chat.pinned[-1].json(nested=True)
    if isinstance(chat, Group) and chat.linked_channel is not None:
        facts["linked_chat_id"] = chat.linked_channel.id
    return facts


@method("getChatMember")
def get_chat_member(call: Call) -> Any:
    chat = _readable(call)
    number = call.number("user_id")
    account = call.world.account(number)
    if number <= 0 or account is None:
        raise bad_request("invalid user_id specified")
    if isinstance(chat, PrivateChat):
        return Member(account=account).json()
    return (chat.member(number) or Member(account=account, status="left")).json()


@method("getChatAdministrators")
def get_chat_administrators(call: Call) -> Any:
    """Without bots, unless the call asks for them."""
    chat = _readable(call)
    if isinstance(chat, PrivateChat):
        raise bad_request("there are no administrators in the private chat")
    admins = [member for member in chat.members.values() if member.is_admin]
    return [m.json() for m in admins if call.flag("return_bots") or not m.account.is_bot]


@method("getChatMemberCount")
def get_chat_member_count(call: Call) -> Any:
    chat = _readable(call)
    return 2 if isinstance(chat, PrivateChat) else sum(m.inside for m in chat.members.values())


@method("leaveChat")
async def leave_chat(call: Call) -> Any:
    chat = places.chat_of(call)
    places.check_inside(call.bot, chat)
    if not isinstance(chat, Group):
        raise bad_request("chat member status can't be changed in private chats")
    await chat.leaves(call.bot)
    return True


@method("pinChatMessage")
def pin_chat_message(call: Call) -> Any:
    chat = _pinnable(call)
    message = places.message_of(call, chat, "message to pin not found")
    if message in chat.pinned:
        return True
    chat.pinned.append(message)
    call.world.service(chat, call.bot, pinned_message=message.json(nested=True))
    return True


@method("unpinChatMessage")
def unpin_chat_message(call: Call) -> Any:
    """One message, or the newest pinned one."""
    chat = _pinnable(call)
    if "message_id" not in call.args:
        del chat.pinned[-1:]
        return True
    message = places.message_of(call, chat, "message to unpin not found")
    chat.pinned = [one for one in chat.pinned if one is not message]
    return True


@method("unpinAllChatMessages")
def unpin_all_chat_messages(call: Call) -> Any:
    _pinnable(call).pinned.clear()
    return True


def _pinnable(call: Call) -> Chat:
    chat = places.chat_of(call)
    places.check_inside(call.bot, chat)
    if not isinstance(chat, PrivateChat) and not chat.members[call.bot.id].may("can_pin_messages"):
        raise bad_request("not enough rights to manage pinned messages in the chat")
    return chat
