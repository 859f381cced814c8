"""Reply markups: what the server refuses about buttons."""

from collections.abc import Iterator
from typing import Any, Final

from tests.servers.telegram.errors import bad_request

Json = dict[str, Any]

# A button is of exactly one of these kinds.
KINDS: Final = (
    "url",
    "callback_data",
    "web_app",
    "login_url",
    "switch_inline_query",
    "switch_inline_query_current_chat",
    "switch_inline_query_chosen_chat",
    "copy_text",
    "callback_game",
    "pay",
)
MAX_DATA_BYTES: Final = 64
MAX_BUTTONS: Final = 100
MAX_IN_ROW: Final = 8


def checked(markup: Any) -> Json | None:
    """The markup as it will lie under the message; None for no markup and for an empty keyboard."""
    if markup is None:
        return None
    if not isinstance(markup, dict):
        raise bad_request("object expected as reply markup")
    if "inline_keyboard" not in markup:
        return markup
    rows = markup["inline_keyboard"]
    if not isinstance(rows, list):
        raise bad_request('field "inline_keyboard" of the InlineKeyboardMarkup must be an Array')
    for row in rows:
        _check_row(row)
    if sum(len(row) for row in rows) > MAX_BUTTONS or any(len(row) > MAX_IN_ROW for row in rows):
        raise bad_request("reply markup is too long")
    kept = [row for row in rows if row]
    return {"inline_keyboard": kept} if kept else None


def ambiguous(markup: Any) -> Iterator[str]:
    """Buttons of more than one kind: the real server picks one in silence."""
    rows = (markup or {}).get("inline_keyboard", []) if isinstance(markup, dict) else []
    for button in (button for row in rows if isinstance(row, list) for button in row):
        kinds = [kind for kind in KINDS if isinstance(button, dict) and kind in button]
        if len(kinds) > 1:
            yield f"button {button.get('text')!r} is of several kinds: {', '.join(kinds)}"


def _check_row(row: Any) -> None:
    if not isinstance(row, list):
        raise bad_request('field "inline_keyboard" of the InlineKeyboardMarkup must be an Array of Arrays')
    for button in row:
        _check_button(button)


def _check_button(button: Any) -> None:
    if not isinstance(button, dict):
        raise bad_request("can't parse inline keyboard button: InlineKeyboardButton must be an Object")
    text = button.get("text")
    if not isinstance(text, str):
        raise bad_request("can't parse inline keyboard button: Can't find field \"text\"")
    if not text.strip():
        raise bad_request("inline keyboard button text must be non-empty")
    if not any(button.get(kind) for kind in KINDS) and "switch_inline_query" not in button:
        raise bad_request("can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard")
    _check_contents(button)


def _check_contents(button: Json) -> None:
    if len(str(button.get("callback_data") or "").encode()) > MAX_DATA_BYTES:
        raise bad_request("BUTTON_DATA_INVALID")
    url = str(button.get("url") or "")
    if url and not url.startswith(("http://", "https://", "tg://", "ton://", "mailto:", "tel:")):
        raise bad_request(f"inline keyboard button URL '{url}' is invalid: Wrong HTTP URL")
