"""The short form of a message: how it is said in one line, where more wait for one chat than the chat can take."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.richtext import EMPTY, Text

if TYPE_CHECKING:
    from bot.messages import Buttons


@dataclass(frozen=True, kw_only=True)
class Brief:
    """One line of a list (`bot.folding`), finished like the message itself.

    `head` stands above the lines of its kind; the `foot` of the first of them stands below: how to act without buttons.
    """

    line: Text
    head: Text = EMPTY
    foot: Text = EMPTY
    # What can be done with all of its kind at once: a list carries the first row of the first line that has any.
    buttons: "Buttons" = ()
    # It may wait up to half a minute for others of its kind, so that a flood of them rings seldom.
    gathers: bool = False
    # It is not put into a list. Where it stands in one already, it gets a message of its own beside its line.
    alone: bool = False
