"""The whole story of a ticket as a document for an inspector; residents' names, phones and rooms are not in it."""

from typing import Final

from bot.errors import Refused
from bot.features.history.lines import told
from bot.features.tickets import views as tickets
from bot.features.tickets.views import Drawing, Ticket
from bot.files import Document, Photo, Section
from bot.messages import AttachmentKind
from bot.stores import People
from bot.turn import Turn

MADE_BY: Final = "history.story"


async def story(turn: Turn, value: str) -> Document:
    """The document of ticket and language `"12 zh"`."""
    number, _, language = value.partition(" ")
    ticket = await tickets.find(turn, int(number))
    if ticket is None:
        raise Refused("no.unknown_number", n=int(number))
    drawing = await tickets.drawing_of(turn, ticket)
    texts = turn.setup.texts
    entries = await tickets.history(turn, ticket.id)
    lines = [await told(turn, drawing, entry, language) for entry in entries]
    return Document(
        title=texts.word("file.title", language, **drawing.values(language)),
        facts=tuple(_facts(turn, ticket, drawing, language)),
        sections=(
            Section(heading=texts.word("file.words", language), lines=(ticket.public_words or "–",)),
            Section(heading=texts.word("file.steps", language), lines=tuple(lines)),
        ),
        foot=texts.word("file.foot", language, time=drawing.when(turn.now, language)),
        photos=tuple(await _photos(turn, ticket, language)),
    )


async def _photos(turn: Turn, ticket: Ticket, language: str) -> list[Photo]:
    """What workers took of their steps, where everybody may see it; what residents sent is theirs."""
    if ticket.private or ticket.is_personal_danger:
        return []
    files = [
        file
        for file in await tickets.attachments_of(turn, ticket)
        if file.is_shown and file.digest and file.kind is AttachmentKind.PHOTO
    ]
    return [
        Photo(
            caption=turn.setup.texts.word(
                "file.photo", language, who=(await turn.store(People).get(file.by)).name, n=int(ticket.id)
            ),
            digest=file.digest,
        )
        for file in files
    ]


def _facts(turn: Turn, ticket: Ticket, drawing: Drawing, language: str) -> list[tuple[str, str]]:
    """What stands at the head, without what is not known."""
    texts = turn.setup.texts
    facts = {
        "opened": drawing.when(ticket.opened_at, language),
        "place": drawing.values(language)["place"],
        "category": texts.word(f"why.category_{ticket.category or 'none'}", language),
        "urgency": texts.word(f"why.urgency_{ticket.urgency}", language),
        "state": texts.word(f"state.{ticket.state}", language),
        "worker": drawing.names.worker,
        "accept": drawing.when(ticket.accept_due, language),
        "resolve": drawing.when(ticket.resolve_due, language),
        "resolved": drawing.when(ticket.resolved_at, language),
        "closed": drawing.when(ticket.closed_at, language),
        "rating": "" if ticket.rating is None else str(ticket.rating),
    }
    return [(texts.word(f"fact.{name}", language), words) for name, words in facts.items() if words]
