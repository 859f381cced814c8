"""The words of the page, in the visitor's language. What the bot says comes finished from elsewhere."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from bot.texts import Texts, locale_of

# Where the page's texts stand; the composition root loads them with all others.
FOLDER: Final = Path(__file__).parent
_SCRIPT: Final = ("sending", "waiting", "offline", "failed", "again", "pressed")


@dataclass(frozen=True)
class Words:
    """The words of the page in one language."""

    texts: Texts
    language: str

    def __call__(self, key: str, **values: object) -> str:
        """The words of this key (`composer.send`) with the values put in."""
        return self.texts.word(f"web.{key}", self.language, **values)

    def for_script(self) -> str:
        """The few words that the page's script needs, as JSON."""
        words = {key: self(f"script.{key}", why="%") for key in _SCRIPT}
        return json.dumps(words, ensure_ascii=False)

    def others(self) -> dict[str, str]:
        """Every other language of the page by its own name."""
        codes = sorted(self.texts.languages - {self.language})
        return {code: locale_of(code).get_display_name(code) or code for code in codes}


def chosen_language(wishes: list[str | None], accepted: str, known: frozenset[str], default: str) -> str:
    """The language of a page: asked for or chosen earlier, else preferred by the browser, else the deployment's."""
    preferred = [part.partition(";")[0].strip().lower().partition("-")[0] for part in accepted.split(",")]
    return next((wish for wish in (*wishes, *preferred) if wish in known), default)
