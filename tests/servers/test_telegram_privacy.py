"""The Telegram test server lets a bot hear in a group what the real one lets it hear."""

import json

import pytest

from tests.servers.telegram import Bot, BotApiServer, Group, User


def texts(bot: Bot, group: Group) -> list[str]:
    """What the bot will hear people say in a group."""
    waiting = [json.loads(update.body) for update in bot.queue.waiting() if update.kind == "message"]
    return [m["text"] for m in waiting if m["chat"]["id"] == group.id and "text" in m]


@pytest.fixture
def people(telegram: BotApiServer) -> tuple[Bot, User, Group]:
    bot = telegram.add_bot(username="huying_bot")
    li = telegram.user(1001, "李明")
    return bot, li, telegram.group(-1001000000001, "御城一区", members=[li], bots=[bot])


Scene = tuple[Bot, User, Group]


async def test_with_privacy_mode_a_bot_hears_commands_and_replies_to_it(telegram: BotApiServer, people: Scene) -> None:
    bot, li, group = people
    spoken = telegram.world.message(group, bot, text="您好")
    other = await li.says(group, "吃了吗")

    await li.says(group, "/report 灯坏了")
    await li.says(group, "谢谢", reply_to=spoken)
    await li.says(group, "回别人的", reply_to=other)
    await li.says(group, "请看 /report")
    await li.says(group, "/report@huying_bot 漏水")
    await li.says(group, "/report@other_bot 漏水")

    assert texts(bot, group) == ["/report 灯坏了", "谢谢", "/report@huying_bot 漏水"]


async def test_a_mention_arrives_only_when_the_switch_is_on(telegram: BotApiServer, people: Scene) -> None:
    bot, li, group = people
    await li.says(group, "@huying_bot 灯坏了")
    telegram.world.mentions_delivered = True
    await li.says(group, "@huying_bot 水管也坏了")

    assert texts(bot, group) == ["@huying_bot 水管也坏了"]


async def test_an_administrator_hears_everything_from_then_on(people: Scene) -> None:
    bot, li, group = people
    await li.says(group, "没听见")
    await group.promotes(bot)
    await li.says(group, "听见了")

    assert texts(bot, group) == ["听见了"]
    change = next(u for u in bot.queue.waiting() if u.kind == "my_chat_member")
    assert '"status":"administrator"' in change.body


async def test_privacy_mode_turned_off_counts_when_the_bot_is_added_again(people: Scene) -> None:
    bot, li, group = people
    bot.privacy_mode = False
    await li.says(group, "还没听见")
    await group.kicks(bot)
    await group.adds(bot, by=li)
    await li.says(group, "听见了")

    assert texts(bot, group) == ["听见了"]
    assert bot.me()["can_read_all_group_messages"]


async def test_a_bare_command_goes_to_the_bot_that_spoke_last(telegram: BotApiServer, people: Scene) -> None:
    bot, li, group = people
    other = telegram.add_bot(username="other_bot")
    await group.adds(other, by=li)

    await li.says(group, "/help 一")
    telegram.world.message(group, other, text="我在")
    await li.says(group, "/help 二")

    assert texts(bot, group) == ["/help 一"]
    assert texts(other, group) == ["/help 一", "/help 二"]


async def test_bots_do_not_hear_bots_but_service_messages_reach_all(telegram: BotApiServer, people: Scene) -> None:
    bot, li, group = people
    other = telegram.add_bot(username="other_bot", privacy_mode=False)
    await group.adds(other, by=li)
    telegram.world.message(group, other, text="/report 机器人")
    wang = telegram.user(1002, "王芳")
    await wang.joins(group)

    assert texts(bot, group) == []
    assert any("new_chat_members" in u.body and "王芳" in u.body for u in bot.queue.waiting())


async def test_an_edit_is_heard_like_the_message_would_be(people: Scene) -> None:
    bot, li, group = people
    said = await li.says(group, "/report 灯坏了")
    small_talk = await li.says(group, "吃了吗")
    await li.edits(said, "/report 灯修好了")
    await li.edits(small_talk, "吃了")

    edits = [u.body for u in bot.queue.waiting() if u.kind == "edited_message"]
    assert len(edits) == 1
    assert "/report 灯修好了" in edits[0]
    assert '"edit_date"' in edits[0]


async def test_anonymous_admins_and_channels_do_not_show_a_person(telegram: BotApiServer, people: Scene) -> None:
    bot, li, group = people
    await group.promotes(bot)
    channel = telegram.channel(-1002000000001, "社区发布", linked_to=group)

    anonymous = await li.says(group, "我是管理员", anonymous=True)
    as_channel = await li.says(group, "频道说", as_channel=channel)
    forwarded = await channel.posts("停水通知", to=group)

    senders = [m.json() for m in (anonymous, as_channel, forwarded)]
    assert [m["from"]["id"] for m in senders] == [1087968824, 136817688, 777000]
    assert [m["sender_chat"]["id"] for m in senders] == [group.id, channel.id, channel.id]
    assert senders[2]["is_automatic_forward"]
    assert texts(bot, group) == ["我是管理员", "频道说", "停水通知"]


async def test_a_reply_to_a_command_for_the_bot_is_meant_for_it_too(people: Scene) -> None:
    bot, li, group = people
    command = await li.says(group, "/report@huying_bot 灯坏了")
    await li.says(group, "三楼的", reply_to=command)

    assert texts(bot, group) == ["/report@huying_bot 灯坏了", "三楼的"]


async def test_a_forward_names_its_origin(telegram: BotApiServer, people: Scene) -> None:
    bot, li, group = people
    await li.starts(bot)
    wang = telegram.user(1002, "王芳")
    await group.joins(wang)
    said = await wang.says(group, "灯坏了")

    shown, hidden = await li.forwards(said, bot), await li.forwards(said, bot, hidden=True)

    assert shown.json()["forward_origin"]["sender_user"]["id"] == 1002
    assert hidden.json()["forward_origin"]["sender_user_name"] == "王芳"
    assert hidden.sender is li
