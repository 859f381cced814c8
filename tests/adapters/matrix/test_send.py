"""What we send is seen as it was meant, once, or we are told why not."""

import asyncio
from datetime import timedelta

import pytest
from nio.crypto.attachments import decrypt_attachment

from bot.files import File
from bot.messages import Gesture, OutgoingMessage
from bot.orders import Delete, Edit, Post, React, Toast
from bot.ports import Outcome, Reason
from bot.richtext import Bold, Mention, Plain, plain
from tests.adapters.matrix.conftest import NewBot
from tests.adapters.matrix.running import Bot, post
from tests.adapters.matrix.test_receive import BOTH, group
from tests.servers.synapse import Synapse

pytestmark = pytest.mark.synapse


@BOTH
async def test_a_message_its_edit_and_its_end_are_seen(synapse: Synapse, bot: Bot, encrypted: bool) -> None:  # noqa: FBT001
    wang = await synapse.user("wang", display_name="王芳")
    room = await group(bot, wang, encrypted=encrypted)
    call = await wang.says(room, "灯坏了")
    text = (Bold("#1"), Plain(" <待接> "), Mention("王芳", bot.private(wang).account))

    card = await bot.says(bot.chat(room), "#1", reply_to=call)
    seen = await wang.sees(room, lambda m: m.id == card)
    assert (seen.body, seen.kind, seen.in_reply_to, seen.encrypted) == ("#1", "m.text", call, encrypted)

    edit = Edit(to=bot.chat(room), remote=card, message=OutgoingMessage(text=text, silent=True))
    assert (await bot.sends(edit)).remote == card
    seen = await wang.sees(room, lambda m: m.was_edited)
    assert (seen.body, seen.kind, seen.mentions) == ("#1 <待接> 王芳", "m.notice", ())
    assert seen.formatted_body == f'<strong>#1</strong> &lt;待接&gt; <a href="https://matrix.to/#/{wang.id}">王芳</a>'

    await bot.sends(Delete(to=bot.chat(room), message=card))
    await wang.sees(room, lambda m: m.id == card and m.redacted)


async def test_our_reaction_is_seen_and_taken_away(synapse: Synapse, bot: Bot) -> None:
    wang = await synapse.user("wang")
    room = await group(bot, wang, encrypted=True)
    call = await wang.says(room, "灯坏了")
    react = React(to=bot.chat(room), message=call, gesture=Gesture.HEARD)

    first, second = await bot.sends(react), await bot.sends(react)
    await wang._until(lambda: any(m.reactions for m in wang.reads(room)), "see 👀", 5)
    away = await bot.sends(React(to=bot.chat(room), message=call, gesture=None))

    assert [result.outcome for result in (first, second, away)] == [Outcome.OK] * 3
    await wang._until(lambda: not any(m.reactions for m in wang.reads(room)), "see it gone", 5)


async def test_a_toast_has_nowhere_to_go(bot: Bot) -> None:
    assert (await bot.channel.send(Toast(to=bot.chat("!x"), press="1", text="好"), "k")).outcome is Outcome.OK


@BOTH
async def test_the_same_once_never_makes_a_second_message(synapse: Synapse, bot: Bot, encrypted: bool) -> None:  # noqa: FBT001
    """Case 36: also after a restart, and a day later, when the homeserver has forgotten it."""
    wang = await synapse.user("wang")
    room = await group(bot, wang, encrypted=encrypted)

    first = await bot.says(bot.chat(room), "#1", once="k1")
    second = await bot.says(bot.chat(room), "#1", once="k1")
    await bot.restarts()
    third = await bot.says(bot.chat(room), "#1", once="k1")

    assert first == second == third


@BOTH
async def test_the_same_once_with_other_words_is_the_same_message_with_these_words(
    synapse: Synapse,
    bot: Bot,
    encrypted: bool,  # noqa: FBT001
) -> None:
    """A card that changed after a try that arrived unnoticed: the homeserver would keep the old words."""
    wang = await synapse.user("wang")
    room = await group(bot, wang, encrypted=encrypted)

    first = await bot.says(bot.chat(room), "#1 open", once="k1")
    await bot.restarts()
    second = await bot.says(bot.chat(room), "#1 taken", once="k1")
    third = await bot.says(bot.chat(room), "#1 taken", once="k1")

    seen = await wang.sees(room, lambda m: m.id == first and m.was_edited)
    await bot.says(bot.chat(room), "#2")
    await wang.sees(room, lambda m: m.body == "#2")
    assert first == second == third
    assert (seen.body, seen.history) == ("#1 taken", ("#1 open",))


async def test_a_try_that_was_refused_needs_no_edit(synapse: Synapse, new_bot: NewBot) -> None:
    """Each event counts against the rate of which there was too little."""
    bot, wang = await (await new_bot(limited=True)).starts(), await synapse.user("wang")
    room = await group(bot, wang, encrypted=False)
    refused = await bot.first_refusal(post(bot.chat(room), f"{number}") for number in range(20))
    tried = await bot.channel.send(post(bot.chat(room), "#1 open"), "k1")
    assert [refused.reason, tried.reason] == [Reason.LIMIT] * 2

    await synapse.lift_limits(bot.id)
    card = await bot.says(bot.chat(room), "#1 taken", once="k1")
    await bot.says(bot.chat(room), "#2")

    await wang.sees(room, lambda m: m.body == "#2")
    assert (await wang.sees(room, lambda m: m.id == card)).history == ()
    assert (await wang.sees(room, lambda m: m.id == card)).body == "#1 taken"


async def test_a_try_of_yesterday_is_looked_for_in_the_room(synapse: Synapse, bot: Bot) -> None:
    """Case 36: a homeserver remembers transactions for a day."""
    wang = await synapse.user("wang")
    room = await group(bot, wang, encrypted=True)
    first = await bot.says(bot.chat(room), "#1", once="k1")
    await bot.says(bot.chat(room), "#2")
    bot.channel._line.notebook.tried_since("k1", bot.clock.now())
    bot.channel._line.notebook.tried_since("k3", bot.clock.now())
    # The homeserver knows transactions by device, so a new one stands for a homeserver that has forgotten.
    await bot.stops()
    (bot.folder / f"{bot.id.removeprefix('@')}.device.json").unlink()
    await bot.restarts()
    bot.clock.ahead = timedelta(hours=21)

    assert await bot.says(bot.chat(room), "#1", once="k1") == first
    assert await bot.says(bot.chat(room), "#3", once="k3") != first


async def test_an_answer_goes_into_the_thread_of_what_it_answers(synapse: Synapse, bot: Bot) -> None:
    """Case 47."""
    wang = await synapse.user("wang")
    room = await group(bot, wang)
    root = await wang.says(room, "灯")
    inside = await wang.says(room, "还是灯", thread=root)
    await bot.desk.hears("还是灯")

    answer = await bot.says(bot.chat(room), "好", reply_to=inside)
    other = await bot.says(bot.chat(room, root), "线程里")

    seen = await wang.sees(room, lambda m: m.id == answer)
    assert (seen.thread, seen.in_reply_to) == (root, inside)
    assert (await wang.sees(room, lambda m: m.id == other)).thread == root


async def test_a_long_text_arrives_in_order(synapse: Synapse, bot: Bot) -> None:
    """Case 50."""
    wang = await synapse.user("wang")
    room = await group(bot, wang, encrypted=True)
    lines = [f"{number} 三号楼二单元的楼道灯坏了" for number in range(700)]

    first = await bot.says(bot.chat(room), "\n".join(lines))

    await wang.sees(room, lambda m: m.body.endswith(lines[-1]))
    bodies = [m.body for m in wang.reads(room) if m.sender == bot.id]
    assert "\n".join(bodies).split("\n") == lines
    assert wang.reads(room)[0].id == first


async def test_messages_for_one_room_keep_their_order(synapse: Synapse, bot: Bot) -> None:
    wang = await synapse.user("wang")
    room = await group(bot, wang, encrypted=True)

    await asyncio.gather(*(bot.says(bot.chat(room), f"{number}") for number in range(10)))

    await wang.sees(room, lambda m: m.body == "9")
    assert [m.body for m in wang.reads(room) if m.sender == bot.id] == [f"{number}" for number in range(10)]


async def test_a_room_that_becomes_encrypted_never_hears_us_in_the_clear(synapse: Synapse, bot: Bot) -> None:
    """Case 41: even when no sync has told us."""
    wang = await synapse.user("wang")
    room = await group(bot, wang)
    await bot.says(bot.chat(room), "公开")
    bot.desk.away = 10**6
    await wang.says(room, "占住")
    await wang.turns_encryption_on(room)
    await bot.desk.until_away()

    blocked = await bot.channel.send(post(bot.chat(room), "秘密"), "k")
    bot.desk.away = 0
    await bot.says(bot.chat(room), "秘密", once="k")

    assert (blocked.outcome, blocked.reason) == (Outcome.RETRY, Reason.NETWORK)
    assert (await wang.sees(room, lambda m: m.body == "秘密")).encrypted


async def test_whoever_has_left_has_no_key_to_what_is_said_then_and_a_new_phone_has(synapse: Synapse, bot: Bot) -> None:
    """Case 42: a key of its own after each leaving; also devices that nobody has verified can read us."""
    account = await synapse.account("wang")
    wang, chen = await synapse.signs_in(account), await synapse.user("chen")
    room = await group(bot, wang, encrypted=True)
    await wang.invites(room, chen)
    await chen.accepts_invitations()
    await bot.says(bot.chat(room), "都在")
    await chen.sees(room, lambda m: m.body == "都在")
    before = session(bot, room)

    await chen.leaves(room)
    phone = await synapse.signs_in(account)
    await wang.says(room, "三号楼她走了")
    await bot.desk.hears("三号楼她走了")
    await bot.says(bot.chat(room), "走后说的")

    assert (await phone.sees(room, lambda m: m.body == "走后说的")).encrypted
    assert session(bot, room) != before


def session(bot: Bot, room: str) -> str:
    """The key with which we speak in this room now."""
    return str(bot.channel._line.home.client.olm.outbound_group_sessions[room].id)


async def test_a_deleted_card_is_gone_and_not_edited_in_vain(synapse: Synapse, bot: Bot) -> None:
    wang = await synapse.user("wang")
    room = await group(bot, wang)
    first, second = await bot.says(bot.chat(room), "#1"), await bot.says(bot.chat(room), "#2")
    await wang.redacts(room, first)
    await wang.says(room, "删了")
    await bot.desk.hears("删了")
    await bot.stops()
    await wang.redacts(room, second)
    await bot.restarts()
    await bot.is_in(room)

    edits = [
        Edit(to=bot.chat(room), remote=card, message=post(bot.chat(room), "办结").message) for card in (first, second)
    ]

    assert [(await bot.sends(edit)).reason for edit in edits] == [Reason.GONE, Reason.GONE]


async def test_what_is_not_there_is_gone(synapse: Synapse, bot: Bot) -> None:
    wang = await synapse.user("wang")
    room = await group(bot, wang)
    chat, words = bot.chat(room), OutgoingMessage(text=plain("x"))

    edit = await bot.sends(Edit(to=chat, remote="$nothing", message=words))
    react = await bot.sends(React(to=chat, message="$nothing", gesture=Gesture.HEARD))
    delete = await bot.sends(Delete(to=chat, message="$nothing"))

    assert {edit.reason, react.reason, delete.reason} == {Reason.GONE}


async def test_a_room_that_we_may_not_write_in_is_told_from_one_that_we_are_out_of(synapse: Synapse, bot: Bot) -> None:
    """Case 44."""
    wang = await synapse.user("wang")
    room = await group(bot, wang)
    levels = (await wang.client.room_get_state_event(room, "m.room.power_levels")).content
    await wang.client.room_put_state(room, "m.room.power_levels", {**levels, "events_default": 50})
    muted = await bot.sends(post(bot.chat(room), "x"))

    await wang.client.room_kick(room, bot.id)
    removed = await bot.sends(post(bot.chat(room), "x"))
    never = await bot.sends(post(bot.chat("!nowhere:huying.test"), "x"))

    assert (muted.outcome, muted.reason) == (Outcome.PERMANENT, Reason.NO_RIGHT)
    assert (removed.outcome, removed.reason) == (Outcome.PERMANENT, Reason.REMOVED)
    assert (never.outcome, never.reason) == (Outcome.PERMANENT, Reason.REMOVED)


async def test_too_many_at_once_are_told_when_to_come_again(synapse: Synapse, new_bot: NewBot) -> None:
    """Case 37: nobody sleeps inside a send."""
    bot = await (await new_bot(limited=True)).starts()
    wang = await synapse.user("wang", encrypted=False)
    room = await group(bot, wang)

    async with asyncio.timeout(5):
        refused = await bot.first_refusal(post(bot.chat(room), f"{number}") for number in range(20))

    assert (refused.outcome, refused.reason, refused.whole_account) == (Outcome.RETRY, Reason.LIMIT, True)
    assert refused.retry_after is not None
    assert 0 < refused.retry_after <= 10


async def test_before_the_first_sync_nothing_leaves_and_nothing_is_lost(new_bot: NewBot) -> None:
    bot = await new_bot()

    early = await bot.channel.send(post(bot.chat("!x:huying.test"), "x"), "k")

    assert (early.outcome, early.reason) == (Outcome.RETRY, Reason.NETWORK)


@BOTH
async def test_a_file_is_opened_by_its_reader_and_by_nobody_else(synapse: Synapse, bot: Bot, encrypted: bool) -> None:  # noqa: FBT001
    wang = await synapse.user("wang")
    room = await group(bot, wang, encrypted=encrypted)
    file = File(name="卷宗12.pdf", mime="application/pdf", made_by="x", value="12", content=b"%PDF-1.4 pages")

    sent = await bot.sends(Post(to=bot.chat(room), message=OutgoingMessage(text=plain("#12 的全过程"), file=file)))

    seen = await wang.sees(room, lambda m: m.id == sent.remote)
    assert (seen.kind, seen.body, seen.encrypted) == ("m.file", "#12 的全过程", encrypted)
    assert (seen.content["filename"], seen.content["info"]) == (
        "卷宗12.pdf",
        {"mimetype": "application/pdf", "size": 14},
    )
    keys = seen.content.get("file", {})
    kept = await wang.client.download(keys.get("url") or seen.content["url"])
    assert (kept.body == b"%PDF-1.4 pages") is not encrypted
    if encrypted:
        opened = decrypt_attachment(kept.body, keys["key"]["k"], keys["hashes"]["sha256"], keys["iv"])
        assert opened == b"%PDF-1.4 pages"
