"""A ticket in one line that names its caller, for a chat where many are told at once (`bot.folding`)."""

from typing import Final

from bot.brief import Brief
from bot.features.tickets import views
from bot.features.tickets.model import State
from bot.richtext import Mention, Text, plain
from bot.words import shortened

# Letters of a name in a list.
NAME: Final = 16


def line_of(drawing: views.Drawing, language: str) -> Brief:
    """Number, caller, thing, state. Callers who have to say where are told so above their lines."""
    ticket, texts = drawing.ticket, drawing.turn.setup.texts
    state = texts.word(f"state.{ticket.state}", language)
    values = {**drawing.values(language), "who": _caller(drawing), "state": state}
    head = "list.where" if ticket.state is State.NEW else "list.head"
    return _brief(drawing, language, texts.text("list.line", language, **values), head)


def line_of_private(drawing: views.Drawing, language: str, words: Text) -> Brief:
    """In the group that a ticket was taken out of: these words and nothing else."""
    return _brief(drawing, language, words, "list.head")


def _brief(drawing: views.Drawing, language: str, line: Text, head: str) -> Brief:
    texts = drawing.turn.setup.texts
    foot = texts.text("list.foot", language, n=int(drawing.ticket.id))
    return Brief(line=line, head=texts.text(head, language), foot=foot)


def _caller(drawing: views.Drawing) -> Text:
    """The name that rings at the caller, where the call was made on a network of theirs."""
    caller, channel = drawing.names.reporter, drawing.ticket.source.chat.channel
    name = shortened(caller.name, NAME)
    account = next((one for one in caller.accounts if one.channel == channel), None)
    return plain(name) if account is None else (Mention(name, account),)
