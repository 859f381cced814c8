from html import unescape

from adapters.web.render import excerpt, html_of, lead_and_rest
from bot.community import Account
from bot.richtext import Bold, Link, Mention, Plain, Text, plain


def html(text: Text, viewer: str = "wang") -> str:
    return str(html_of(text, viewer=viewer))


def test_words_of_a_person_never_become_markup() -> None:
    attempt = '<script>alert(1)</script> & "quotes" <img src=x onerror=alert(1)>'

    shown = html(plain(attempt))

    assert "<" not in shown
    assert unescape(shown) == attempt


def test_every_kind_of_span_escapes_its_words() -> None:
    evil = "<b onmouseover=x>"
    text = (Bold(evil), Link(evil, "https://example.org/?a=1&b=2"), Mention(evil, Account("web", "li")))

    shown = html(text)

    assert "<b " not in shown
    assert shown.startswith("<strong>&lt;b")
    assert 'href="https://example.org/?a=1&amp;b=2"' in shown


def test_a_link_gives_its_target_no_hold_on_our_page() -> None:
    shown = html((Link("the map", "https://example.org/"),))

    assert 'rel="noopener noreferrer nofollow"' in shown


def test_an_address_that_would_run_something_stays_words() -> None:
    evil = ("javascript:alert(1)", "JaVaScRiPt:alert(1)", " javascript:alert(1)", "data:text/html,x", "//x", "http")
    for url in evil:
        assert html((Link("tap", url),)) == "tap"


def test_an_address_cannot_leave_its_attribute() -> None:
    shown = html((Link("tap", 'https://x/"onmouseover="alert(1)'),))

    assert '"onmouseover' not in shown


def test_a_mention_of_the_reader_stands_out() -> None:
    text = (Mention("李明", Account("web", "li")),)

    assert html(text, viewer="li") == '<span class="mention me">李明</span>'
    assert html(text, viewer="wang") == '<span class="mention">李明</span>'
    assert html((Mention("李明", Account("telegram", "li")),), viewer="li") == '<span class="mention">李明</span>'


def test_the_first_of_several_lines_leads() -> None:
    text = (Plain("#12 "), Bold("3号楼"), Plain(" · 灯\n已交给"), Bold("李明"), Plain("\n谢谢"))

    lead, rest = lead_and_rest(text)

    assert lead == (Plain("#12 "), Bold("3号楼"), Plain(" · 灯"))
    assert rest == (Plain("已交给"), Bold("李明"), Plain("\n谢谢"))


def test_a_single_line_has_no_lead() -> None:
    assert lead_and_rest(plain("好。")) == ((), plain("好。"))


def test_an_excerpt_is_one_line() -> None:
    assert excerpt(plain("one\ntwo   three"), 9) == "one two …"
