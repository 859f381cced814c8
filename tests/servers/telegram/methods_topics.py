"""Forum topics as the bot opens, closes and deletes them."""

from typing import Any, Final

from tests.servers.telegram import places
from tests.servers.telegram.calls import Call
from tests.servers.telegram.chats import Topic
from tests.servers.telegram.entities import units
from tests.servers.telegram.errors import bad_request
from tests.servers.telegram.groups import ICON_COLOR, Group
from tests.servers.telegram.registry import method

Json = dict[str, Any]

MAX_NAME: Final = 128


def _forum(call: Call) -> Group:
    chat = places.chat_of(call)
    places.check_inside(call.bot, chat)
    if not isinstance(chat, Group) or not chat.is_forum:
        raise bad_request("the chat is not a forum")
    return chat


def _managed(call: Call, own_right: str = "can_manage_topics") -> tuple[Group, Topic]:
    """A topic that the bot may change, because of its right or because it opened it."""
    forum = _forum(call)
    topic = forum.topics.get(call.number("message_thread_id"))
    if topic is None or topic.deleted:
        raise bad_request("message thread not found")
    opened_it = forum.history[topic.id].sender is call.bot and own_right == "can_manage_topics"
    if not opened_it and not forum.members[call.bot.id].may(own_right):
        raise bad_request("not enough rights to manage the topic")
    return forum, topic


def _name(call: Call) -> str:
    name = call.text("name").strip()
    if not name or units(name) > MAX_NAME:
        raise bad_request("TOPIC_TITLE_EMPTY" if not name else "topic title is too long")
    return name


@method("createForumTopic")
def create_forum_topic(call: Call) -> Any:
    name = _name(call)
    forum = _forum(call)
    if not forum.members[call.bot.id].may("can_manage_topics"):
        raise bad_request("not enough rights to create a topic")
    call.world.limits.spend(call.bot, forum)
    topic = forum.opens_topic(call.bot, name)
    return {"message_thread_id": topic.id, "name": name, "icon_color": ICON_COLOR}


@method("editForumTopic")
def edit_forum_topic(call: Call) -> Any:
    forum, topic = _managed(call)
    if "name" in call.args:
        topic.name = _name(call)
        call.world.message(forum, call.bot, topic=topic.id, service={"forum_topic_edited": {"name": topic.name}})
    return True


@method("closeForumTopic")
def close_forum_topic(call: Call) -> Any:
    return _set_closed(call, closed=True)


@method("reopenForumTopic")
def reopen_forum_topic(call: Call) -> Any:
    return _set_closed(call, closed=False)


def _set_closed(call: Call, *, closed: bool) -> Any:
    forum, topic = _managed(call)
    if topic.closed is closed:
        raise bad_request("TOPIC_NOT_MODIFIED")
    forum.closes_topic(call.bot, topic, closed=closed)
    return True


@method("deleteForumTopic")
def delete_forum_topic(call: Call) -> Any:
    """The topic with all its messages; it needs the right to delete messages."""
    forum, topic = _managed(call, "can_delete_messages")
    forum.deletes_topic(topic)
    return True
