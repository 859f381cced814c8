"""What we may do in a group, asked of Telegram."""

from typing import Final

from telegram.error import BadRequest, Forbidden, TelegramError

from adapters.telegram import fields
from adapters.telegram.api import BotApi
from adapters.telegram.fields import Fields
from adapters.telegram.identity import Me
from adapters.telegram.membership import hears, is_inside
from bot.errors import Unreadable
from bot.ports import Rights

_GONE: Final = Rights(there=False)


async def rights_in(api: BotApi, me: Me, chat: str) -> Rights | None:
    """What holds there now; None: it could not be asked."""
    try:
        member = fields.table(
            await api.call("getChatMember", {"chat_id": int(chat), "user_id": me.id}), "getChatMember"
        )
        if not is_inside(member):
            return _GONE
        return Rights(
            there=True,
            writes=await _writes(api, member, chat),
            hears=hears(member, me),
            deletes=fields.flag(member, "can_delete_messages"),
        )
    except (BadRequest, Forbidden):
        return _GONE
    except (TelegramError, Unreadable):
        return None


async def _writes(api: BotApi, member: Fields, chat: str) -> bool:
    """A plain member may do what the group allows to everybody."""
    status = fields.required_words(member, "status")
    if status == "restricted":
        return fields.flag(member, "can_send_messages")
    if status != "member":
        return True
    group = fields.table(await api.call("getChat", {"chat_id": int(chat)}), "getChat")
    allowed = fields.part(group, "permissions")
    return allowed is None or fields.flag(allowed, "can_send_messages")
