"""What the board's templates show: lines and steps in words, moments and lengths of time, for one reader. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import Final

from bot.features.board.views import Line, Story
from bot.moments import moment, took
from bot.texts import Texts, locale_of

# How far a ticket is, in one of four colours.
_TONES: Final = {
    "new": "fresh",
    "assigned": "fresh",
    "reopen_requested": "fresh",
    "waiting": "still",
    "resolved": "good",
    "closed": "good",
    "declined": "still",
    "merged": "still",
}


@dataclass(frozen=True, kw_only=True)
class Row:
    """A ticket as a reader sees it in a list."""

    number: int
    words: str
    place: str
    category: str
    is_emergency: bool
    state: str
    tone: str
    called: str
    called_iso: str
    lasted: str


@dataclass(frozen=True, kw_only=True)
class StepRow:
    """A step as a reader sees it."""

    moment: str
    iso: str
    what: str
    words: str
    is_last: bool


@dataclass(frozen=True, kw_only=True)
class Reader:
    """In which language, where and when a page is read."""

    texts: Texts
    language: str
    zone: tzinfo
    now: datetime

    def __call__(self, key: str, **values: object) -> str:
        """The words of this key."""
        return self.texts.word(key, self.language, **values)

    def when(self, at: datetime) -> str:
        """A moment as people say it."""
        return moment(at, self.now, self.zone, self.language)

    def row(self, line: Line) -> Row:
        """A ticket in a list."""
        lasted = took(((line.ended_at or self.now) - line.opened_at).total_seconds(), self.language)
        key = "board.open_for" if line.is_open else "board.took"
        return Row(
            number=line.number,
            words=line.words,
            place=line.place,
            category="" if line.category is None else self(f"category.{line.category}"),
            is_emergency=line.urgency == "emergency" and line.is_open,
            # The words of chats speak to the caller; here everybody reads.
            state=self("board.state.resolved" if line.state == "resolved" else f"state.{line.state}"),
            tone=_TONES.get(line.state, "busy"),
            called=self("board.called_at", time=self.when(line.opened_at)),
            called_iso=line.opened_at.isoformat(timespec="seconds"),
            lasted=self(key, took=lasted) if line.is_open or line.ended_at else "",
        )

    def steps(self, story: Story) -> Sequence[StepRow]:
        """The steps of a ticket, oldest first."""
        last = len(story.steps) - 1
        return [
            StepRow(
                moment=self.when(step.at),
                iso=step.at.isoformat(timespec="seconds"),
                what=self(f"board.step.{step.what}"),
                words=step.words,
                is_last=place == last,
            )
            for place, step in enumerate(story.steps)
        ]

    def languages(self) -> dict[str, str]:
        """Every language by its own name."""
        return {code: locale_of(code).get_display_name(code) or code for code in sorted(self.texts.languages)}

    def others(self) -> dict[str, str]:
        """Every other language by its own name."""
        return {code: name for code, name in self.languages().items() if code != self.language}
