"""Questions and answers at a terminal, or through a pipe."""

import getpass
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Final, TextIO, TypeVar

from bot.texts import Texts

T = TypeVar("T")

FOLDER: Final = Path(__file__).parent


class Talk:
    """Says and asks in one language. Raises `EOFError` when no answers are left."""

    def __init__(self, answers: TextIO, out: TextIO) -> None:
        self._answers = answers
        self._out = out
        self._texts = Texts.load([FOLDER], None)
        self.language = "zh"

    def word(self, key: str, **values: str) -> str:
        """These words in the language of the talk."""
        return self._texts.word(key, self.language, **values)

    def say(self, key: str, **values: str) -> None:
        """Some lines."""
        print(self.word(key, **values), file=self._out, flush=True)

    def ask(self, key: str, wrong: str, read: Callable[[str], T], *, is_secret: bool = False, **values: str) -> T:
        """Ask until the answer can be read; for one that cannot, `read` raises `ValueError` and `wrong` is said."""
        while True:
            answer = self._answer(self.word(key, **values) + " ", is_secret=is_secret)
            try:
                return read(answer)
            except ValueError:
                self.say(wrong, **values)

    def _answer(self, question: str, *, is_secret: bool) -> str:
        if is_secret and self._answers is sys.stdin and self._answers.isatty():
            return getpass.getpass(question).strip()
        print(question, end="", file=self._out, flush=True)
        line = self._answers.readline()
        if not line:
            raise EOFError
        if not self._answers.isatty():
            # What was not typed is on no screen: the next line begins here.
            print(file=self._out, flush=True)
        return line.strip()
