"""The Telegram test server reads HTML, MarkdownV2 and entities as the real one does."""

from collections.abc import AsyncIterator
from typing import Any

import pytest

from tests.servers.telegram import BotApiServer, Message, User
from tests.servers.telegram.client import BotClient

Scene = tuple[BotApiServer, User, BotClient]


@pytest.fixture
async def scene(telegram: BotApiServer) -> AsyncIterator[Scene]:
    bot, li = telegram.add_bot(), telegram.user(1001, "李明")
    await li.starts(bot)
    async with BotClient(telegram, bot) as client:
        yield telegram, li, client


async def sent(scene: Scene, text: str, **more: Any) -> Message:
    _, li, client = scene
    await client("sendMessage", chat_id=li.id, text=text, **more)
    return li.private(client.bot).last


async def refused(scene: Scene, text: str, **more: Any) -> str:
    _, li, client = scene
    return await client.refusal("sendMessage", chat_id=li.id, text=text, **more)


async def test_html_becomes_entities_with_offsets_in_utf16_units(scene: Scene) -> None:
    message = await sent(
        scene,
        "🏠 <b>3号楼 <i>漏水</i></b> &lt;急&gt; "
        '<a href="https://example.org/?a=1&amp;b=2">详情</a> <code>x&amp;y</code>',
        parse_mode="HTML",
    )

    assert message.text == "🏠 3号楼 漏水 <急> 详情 x&y"
    assert [(e["type"], e["offset"], e["length"]) for e in message.entities] == [
        ("bold", 3, 6),
        ("italic", 7, 2),
        ("text_link", 14, 2),
        ("code", 17, 3),
    ]
    assert message.entities[2]["url"] == "https://example.org/?a=1&b=2"
    assert message.texts_under("italic") == ["漏水"]


async def test_a_link_to_a_person_becomes_a_text_mention(scene: Scene) -> None:
    message = await sent(scene, 'For <a href="tg://user?id=1001">李明</a>', parse_mode="HTML")

    assert [(e["type"], e["user"]["id"]) for e in message.entities] == [("text_mention", 1001)]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("a <b>b", "can't parse entities: Can't find end tag corresponding to start tag \"b\""),
        ("a < b", 'can\'t parse entities: Unsupported start tag "" at byte offset 2'),
        ("<家>", 'can\'t parse entities: Unsupported start tag "家" at byte offset 0'),
        ("a</b>", "can't parse entities: Unexpected end tag at byte offset 1"),
        (
            "<b>x</i>",
            'can\'t parse entities: Unmatched end tag at byte offset 4, expected "</b>", found "</i>"',
        ),
    ],
)
async def test_broken_html_is_refused(scene: Scene, text: str, words: str) -> None:
    assert (await refused(scene, text, parse_mode="HTML")).startswith(f"Bad Request: {words}"[:60])


async def test_markdown_v2_is_read_and_its_reserved_characters_are_refused(scene: Scene) -> None:
    message = await sent(scene, r"*3号楼* _漏水_ `x` [详情](https://example.org) 1\.5", parse_mode="MarkdownV2")

    assert message.text == "3号楼 漏水 x 详情 1.5"
    assert [e["type"] for e in message.entities] == ["bold", "italic", "code", "text_link"]


async def test_an_unescaped_reserved_character_is_refused(scene: Scene) -> None:
    assert await refused(scene, "1.5", parse_mode="MarkdownV2") == (
        "Bad Request: can't parse entities: Character '.' is reserved and must be escaped with the preceding '\\'"
    )


async def test_an_open_mark_is_refused(scene: Scene) -> None:
    assert await refused(scene, "*灯", parse_mode="MarkdownV2") == (
        "Bad Request: can't parse entities: Can't find end of Bold entity at byte offset 0"
    )


async def test_an_entity_beyond_the_text_is_refused(scene: Scene) -> None:
    assert await refused(scene, "好", entities=[{"type": "bold", "offset": 0, "length": 2}]) == (
        "Bad Request: entity beginning at UTF-16 offset 0 ends after the end of the text at UTF-16 offset 2"
    )


async def test_an_entity_that_cuts_an_emoji_is_refused(scene: Scene) -> None:
    assert "middle of a UTF-16 symbol" in await refused(
        scene, "🏠好", entities=[{"type": "bold", "offset": 1, "length": 2}]
    )


async def test_crossing_entities_are_noted_as_a_violation() -> None:
    async with BotApiServer() as server:
        bot, li = server.add_bot(), server.user(1001, "李明")
        await li.starts(bot)
        crossing = [{"type": "bold", "offset": 0, "length": 2}, {"type": "italic", "offset": 1, "length": 2}]
        async with BotClient(server, bot) as client:
            await client("sendMessage", chat_id=1001, text="一二三", entities=crossing)

    assert server.violations == ["sendMessage: entities bold and italic cross"]


async def test_blank_space_around_a_text_is_stripped_and_entities_move_along(scene: Scene) -> None:
    message = await sent(scene, "\n 好的 ", entities=[{"type": "bold", "offset": 2, "length": 2}])

    assert message.text == "好的"
    assert message.texts_under("bold") == ["好的"]


@pytest.mark.parametrize(
    ("text", "kind", "found"),
    [
        ("/report@huying_bot 灯坏了", "bot_command", ["/report@huying_bot"]),
        ("请 /help 一下", "bot_command", ["/help"]),
        ("/report灯坏了", "bot_command", []),
        ("/报 灯坏了", "bot_command", []),
        ("问 @wang_fang 吧", "mention", ["@wang_fang"]),
        ("#1 和 #漏水", "hashtag", ["#漏水"]),
        ("🏠看 https://example.org/a?b=1。", "url", ["https://example.org/a?b=1"]),
        ("写 li@example.org", "email", ["li@example.org"]),
    ],
)
async def test_what_people_write_is_marked_by_the_server(scene: Scene, text: str, kind: str, found: list[str]) -> None:
    _, li, client = scene
    message = await li.says(client.bot, text)

    assert message.texts_under(kind) == found


async def test_a_person_without_a_username_is_mentioned_by_text_mention(scene: Scene) -> None:
    server, li, client = scene
    wang = server.user(1002, "王芳")
    message = await li.says(client.bot, "🏠请王芳看看", mentions={"王芳": wang})

    assert message.texts_under("text_mention") == ["王芳"]
    assert message.entities[0]["user"]["id"] == 1002


async def test_code_with_a_language_is_one_pre(scene: Scene) -> None:
    source = '<pre><code class="language-toml">a = 1</code></pre> <blockquote expandable>长</blockquote>'
    message = await sent(scene, source, parse_mode="HTML")

    assert message.entities == [
        {"type": "pre", "offset": 0, "length": 5, "language": "toml"},
        {"type": "expandable_blockquote", "offset": 6, "length": 1},
    ]
