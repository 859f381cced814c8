"""Who did something, as Telegram tells it."""

from adapters.telegram import fields
from adapters.telegram.fields import Fields
from adapters.telegram.identity import CHANNEL
from bot.community import Account
from bot.errors import Unreadable
from bot.messages import Sender


def sender_of(message: Fields) -> Sender:
    """The author of a message.

    An administrator who speaks as the group and a channel come with `sender_chat`, and with a stand-in user
    (1087968824, 136817688, 777000) in `from`; only the chat says whose voice it is.
    """
    if voice := fields.part(message, "sender_chat"):
        chat = fields.part(message, "chat") or {}
        return _anonymous(voice, speaks_as_group=voice.get("id") == chat.get("id"))
    return person(fields.required_part(message, "from"))


def reactor_of(reaction: Fields) -> Sender:
    """Who changed a reaction."""
    if user := fields.part(reaction, "user"):
        return person(user)
    voice = fields.required_part(reaction, "actor_chat")
    return _anonymous(voice, speaks_as_group=False)


def person(user: Fields) -> Sender:
    """A User object. The id is the identity; names and usernames change."""
    names = (fields.words(user, "first_name"), fields.words(user, "last_name"))
    account = Account(CHANNEL, str(fields.required_number(user, "id")))
    return Sender(
        account=account,
        name=" ".join(name.strip() for name in names if name and name.strip()) or account.id,
        username=fields.words(user, "username"),
        language=fields.words(user, "language_code"),
        is_bot=fields.flag(user, "is_bot"),
    )


def _anonymous(voice: Fields, *, speaks_as_group: bool) -> Sender:
    account = Account(CHANNEL, str(fields.required_number(voice, "id")))
    return Sender(
        account=account,
        name=fields.words(voice, "title") or account.id,
        username=fields.words(voice, "username"),
        is_anonymous=True,
        # Only administrators may speak as the group.
        is_chat_admin=True if speaks_as_group else None,
    )


def optional_sender(message: Fields) -> Sender | None:
    """The author of a quoted message, where it is told and readable."""
    try:
        return sender_of(message)
    except Unreadable:
        return None
