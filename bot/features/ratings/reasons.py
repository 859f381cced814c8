"""What was wrong: asked of whoever gave 1 to 3, in private, and read by nobody who had a hand in the ticket."""

from dataclasses import replace
from typing import Final

from bot.dialogs import Dialog, Dialogs
from bot.errors import Refused
from bot.features.followers import views as followers
from bot.features.ratings.model import Rating, Reason
from bot.features.ratings.store import Ratings
from bot.features.ratings.views import handled_by
from bot.features.roster import views as roster
from bot.features.tickets import views
from bot.features.tickets.views import Ticket
from bot.messages import Button, IncomingMessage, OutgoingMessage
from bot.texts import listed
from bot.turn import Turn

WHAT_WAS_WRONG: Final = "ratings.what_was_wrong"


async def ask(turn: Turn, ticket: Ticket) -> None:
    """Ask the actor what was wrong, if they gave a low score and nobody else reads the question."""
    rating = await turn.store(Ratings).of(int(ticket.id), turn.person.id)
    if rating is None or rating.is_satisfied or rating.reasons or rating.words or ticket.is_open:
        return
    if turn.is_private or turn.can_write_to(turn.person):
        _draw(turn, ticket, rating)


async def because(turn: Turn, value: str) -> None:
    """A reason's button. More than one may be pressed."""
    number, _, reason = value.partition(",")
    ticket = await views.ticket(turn, int(number))
    rating = (await _own(turn, ticket)).because(Reason(reason))
    await turn.store(Ratings).save(rating)
    _draw(turn, ticket, rating)


async def in_words(turn: Turn, value: str) -> None:
    """The button “In my words”: the next line is the reason."""
    ticket = await views.ticket(turn, int(value))
    await _own(turn, ticket)
    await turn.expect(WHAT_WAS_WRONG, str(ticket.id))
    turn.tell(turn.person, "unhappy.ask_words", about=f"{ticket.key}:unhappy_words", n=int(ticket.id))


async def answer_in_words(turn: Turn, dialog: Dialog, message: IncomingMessage) -> bool:
    """The line after it: for the community's head, never for those who had a hand in the ticket."""
    ticket = await views.find(turn, int(dialog.value))
    if ticket is None or not message.text.strip() or views.is_alarm(message.text):
        return False
    await turn.store(Dialogs).close(dialog.chat, dialog.person)
    rating = await _own(turn, ticket)
    words = "\n".join(part for part in (rating.words, message.text.strip()) if part)
    await turn.store(Ratings).save(replace(rating, words=words))
    turn.answer("unhappy.heard", n=int(ticket.id))
    hands = await handled_by(turn, ticket)
    for head in await roster.admins(turn, ticket.spot.community):
        if head.id not in hands:
            values = (await views.drawing_of(turn, ticket)).values(turn.language_of(head))
            turn.tell(head, "unhappy.told", score=rating.score, words=message.text.strip(), **values)
    return True


async def _own(turn: Turn, ticket: Ticket) -> Rating:
    """The actor's own rating of this ticket.

    Raises:
        Refused: there is none.
    """
    if not await followers.is_concerned(turn, ticket, turn.person.id):
        raise Refused("no.not_caller")
    rating = await turn.store(Ratings).of(int(ticket.id), turn.person.id)
    if rating is None:
        raise Refused("rate.one_to_five", n=int(ticket.id))
    return rating


def _draw(turn: Turn, ticket: Ticket, rating: Rating) -> None:
    """The question with the reasons that are still to be named, and those that were."""
    to = turn.private_to(turn.person)
    if to is None:
        return
    texts, language, number = turn.setup.texts, turn.language_of(turn.person), str(ticket.id)
    word = {reason: texts.word(f"unhappy.{reason}", language) for reason in Reason}
    left = [reason for reason in Reason if reason not in rating.reasons]
    rows = [(Button(label=word[reason], action="ratings.because", value=f"{number},{reason}"),) for reason in left]
    rows.append((Button(label=texts.word("unhappy.in_words", language), action="ratings.in_words", value=number),))
    named = listed([word[reason] for reason in rating.reasons], language)
    key = "unhappy.more" if rating.reasons else "unhappy.why"
    message = OutgoingMessage(
        text=texts.text(key, language, n=int(ticket.id), words=named), buttons=tuple(rows), silent=True
    )
    turn.outbox.card(to, f"{ticket.key}:unhappy", message)
