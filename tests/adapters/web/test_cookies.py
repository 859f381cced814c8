from datetime import UTC, datetime, timedelta

from adapters.web.cookies import Signer, newcomer
from adapters.web.scene import Standing, Visitor

NOW = datetime(2026, 11, 26, 1, 0, tzinfo=UTC)
OURS = Signer(b"ours")
WANG = Visitor(account="wang", name="王阿姨")


def test_a_cookie_tells_who_it_belongs_to() -> None:
    cookie = OURS.cookie(WANG, NOW)

    assert OURS.visitor(cookie, NOW + timedelta(days=300)) == WANG


def test_a_cookie_that_somebody_changed_belongs_to_nobody() -> None:
    body, _, signature = OURS.cookie(WANG, NOW).partition(".")
    other = Signer(b"theirs").cookie(Visitor(account="li", name="李明", standing=Standing.STAFF), NOW)

    patched = f"{other.partition('.')[0]}.{signature}"
    for forged in ("", ".", body, f"{body}.", f"A{body[1:]}.{signature}", other, patched):
        assert OURS.visitor(forged, NOW) is None


def test_staff_sign_in_again_each_day() -> None:
    cookie = OURS.cookie(Visitor(account="li", name="李明", standing=Standing.STAFF), NOW)

    assert OURS.visitor(cookie, NOW + timedelta(hours=11)) is not None
    assert OURS.visitor(cookie, NOW + timedelta(hours=13)) is None


def test_a_form_token_is_of_one_account() -> None:
    token = OURS.form_token("wang")

    assert OURS.is_form_token(token, "wang")
    assert not OURS.is_form_token(token, "li")
    assert not OURS.is_form_token("王", "wang")


def test_a_form_token_is_no_cookie() -> None:
    assert OURS.visitor(f"wang.{OURS.form_token('wang')}", NOW) is None


def test_two_newcomers_are_told_apart() -> None:
    first, second = newcomer("邻居"), newcomer("邻居")

    assert first.account != second.account
    assert first.name.startswith("邻居 ")
