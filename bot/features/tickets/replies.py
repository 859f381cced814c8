"""What a ticket's card says, by state. `show` draws it from the ticket as it is now.

The card is the only message that a group gets for a ticket until something must ring; the courier edits it in place.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Final

from bot.community import Place, PlaceId
from bot.features.roster import views as roster
from bot.features.tickets import mishearing, views
from bot.features.tickets.events import TicketShown
from bot.features.tickets.lines import line_of, line_of_private
from bot.features.tickets.model import LEVELS, Closing, Entry, State, Step, Ticket, WaitsOn
from bot.labels import Action
from bot.messages import Address, Button, Buttons, OutgoingMessage
from bot.moments import took
from bot.richtext import joined
from bot.stores import People, Priority
from bot.turn import Turn

# At most this many places are offered; more than that is quicker written than found.
CHOICES: Final = 12
IN_A_ROW: Final = 3


async def show(turn: Turn, ticket: Ticket, located: roster.Located | None = None, *, is_new: bool = False) -> None:
    """Draw the ticket anew wherever it stands. `located` holds the choices while the building is unknown.

    `is_new`: it is just being opened, so that other features have nothing to add yet.
    """
    drawing = await views.drawing_of(turn, ticket)
    if ticket.shows_in_group and not await mishearing.is_taken_away(turn, ticket):
        language = await turn.language_at(ticket.source.chat)
        card = await _with_lines(drawing, await _card(drawing, language, located), language, is_new=is_new)
        card = _with_buttons(drawing, card, language)
        # In a group the card makes no sound (DESIGN part 2, "Quiet"), unless it asks something or warns everybody.
        silent = ticket.urgency != "emergency" and ticket.state is not State.NEW
        quiet = replace(card, silent=silent, brief=line_of(drawing, language))
        _put(turn, ticket.source.chat, ticket, quiet, reply_to=ticket.source.message)
    elif not ticket.shows_in_group:
        if ticket.private and not (ticket.source.is_private or ticket.is_personal_danger):
            await _hide_in_group(drawing)
        if ticket.source.is_private or turn.can_write_to(drawing.names.reporter):
            await _show_to_caller(drawing, located, is_new=is_new)
    await turn.publish(TicketShown(ticket=ticket))


async def _hide_in_group(drawing: views.Drawing) -> None:
    """Of a call that was made in the group and is private now, the group reads that somebody is at it."""
    source = drawing.ticket.source
    language = await drawing.turn.language_at(source.chat)
    message = drawing.message("card.private", language)
    message = replace(message, silent=True, brief=line_of_private(drawing, language, message.text))
    _put(drawing.turn, source.chat, drawing.ticket, message, reply_to=source.message)


async def _with_lines(drawing: views.Drawing, card: OutgoingMessage, language: str, *, is_new: bool) -> OutgoingMessage:
    """The card with its level, once that was raised, and with what other features add under it."""
    ticket, turn = drawing.ticket, drawing.turn
    if is_new or ticket.state is State.MERGED:
        return card
    lines = []
    if ticket.level != LEVELS[0] and ticket.is_open:
        texts = turn.setup.texts
        lines.append(texts.text("card.level", language, owner=texts.word(f"level.{ticket.level}", language)))
    added = [line for feature in turn.setup.features for line in feature.card]
    lines += [await line.write(turn, ticket, language) for line in sorted(added, key=lambda line: line.order)]
    written = [line for line in lines if line]
    return replace(card, text=joined([card.text, *written])) if written else card


def _with_buttons(drawing: views.Drawing, card: OutgoingMessage, language: str) -> OutgoingMessage:
    """The card with what every neighbour may press, beside the way out for its caller.

    Not while it asks which building: one thing at a time.
    """
    if len(card.buttons) > 1 or drawing.ticket.state is State.NEW:
        return card
    turn = drawing.turn
    added = sorted((one for feature in turn.setup.features for one in feature.card_buttons), key=lambda one: one.order)
    row = [button for one in added for button in one.make(turn, drawing.ticket, language)]
    row += [button for shown in card.buttons for button in shown]
    return replace(card, buttons=tuple(tuple(row[start : start + IN_A_ROW]) for start in range(0, len(row), IN_A_ROW)))


def _put(turn: Turn, to: Address, ticket: Ticket, card: OutgoingMessage, reply_to: str | None = None) -> None:
    priority = Priority.EMERGENCY if ticket.urgency == "emergency" else Priority.CARD
    if ticket.state is State.NEW or ticket.assigned_at == turn.now:
        priority = min(priority, Priority.ANSWER)
    turn.outbox.card(to, ticket.key, card, reply_to=reply_to, priority=priority)


async def warn_of_personal_danger(turn: Turn, ticket: Ticket) -> None:
    """Danger to a person, said in a group: a reply with the number to call, and nothing quoted, no place, no #."""
    drawing = await views.drawing_of(turn, ticket)
    language = await turn.language_at(ticket.source.chat)
    message = drawing.message("emergency.person_group", language, **await _emergency(drawing, language))
    turn.outbox.post(
        ticket.source.chat,
        message,
        about=ticket.key,
        reply_to=ticket.source.message,
        priority=Priority.EMERGENCY,
    )


async def _show_to_caller(drawing: views.Drawing, located: roster.Located | None, *, is_new: bool) -> None:
    caller = drawing.names.reporter
    to = drawing.turn.private_to(caller)
    if to is not None:
        language = drawing.turn.language_of(caller)
        card = await _card(drawing, language, located)
        _put(drawing.turn, to, drawing.ticket, await _with_lines(drawing, card, language, is_new=is_new))


async def _card(drawing: views.Drawing, language: str, located: roster.Located | None) -> OutgoingMessage:
    """The card by state. It is the only message that a group gets for a ticket until something rings."""
    state = drawing.ticket.state
    if state is State.NEW:
        return await _where_card(drawing, language, located)
    if state in _PLAIN:
        return drawing.message(f"card.{state}", language)
    return await _DRAWN.get(state, _progress_card)(drawing, language)


# Cards that say no more than the ticket's own values.
_PLAIN: Final = frozenset({State.ACCEPTED, State.REOPEN_REQUESTED, State.WITHDRAWN})


async def _assigned_card(drawing: views.Drawing, language: str) -> OutgoingMessage:
    ticket = drawing.ticket
    if ticket.danger is not None and not ticket.is_personal_danger:
        alarm = drawing.message("emergency.public", language, **await _emergency(drawing, language))
        return replace(alarm, buttons=(*alarm.buttons, *mishearing.rows(drawing.turn, ticket, language)))
    if ticket.is_personal_danger:
        return drawing.message("emergency.person_private", language, **await _emergency(drawing, language))
    if ticket.reopened:
        return drawing.message("card.reopened", language)
    rows: list[list[Action]] = [[("tickets.not_a_call", str(ticket.id))]]
    if ticket.assignee is None:
        return drawing.message("card.nobody_yet", language, rows)
    known = await roster.choices(drawing.turn, ticket.spot.grid) if ticket.spot.building is None else None
    if known is None or not known.candidates:
        is_worker = await roster.is_worker(drawing.turn, ticket.assignee)
        return drawing.message("card.assigned" if is_worker else "card.assigned_desk", language, rows)
    card = drawing.message("card.assigned_where", language, rows)
    return replace(
        card,
        buttons=(*await _choices(drawing, known), *card.buttons),
    )


async def _resolved_card(drawing: views.Drawing, language: str) -> OutgoingMessage:
    return drawing.message("card.resolved", language, words=await _last_words(drawing, "done"))


async def _where_card(drawing: views.Drawing, language: str, located: roster.Located | None) -> OutgoingMessage:
    """The card while the building is unknown: it asks, with the buildings as buttons."""
    spot = drawing.ticket.spot
    known = located or await roster.choices(drawing.turn, spot.grid or spot.compound or spot.community)
    key = "card.which_compound" if known.asks_compound else "card.which_building"
    group = await drawing.turn.manners.group(drawing.ticket.source.chat)
    if drawing.ticket.shows_in_group and (group is None or group.place is None):
        key = "card.not_bound"
    rows = await _choices(drawing, known)
    key = "card.which_building_open" if key == "card.which_building" and not rows else key
    asked = drawing.turn.compose(key, language, **{**drawing.values(language), "count": len(known.candidates)})
    return OutgoingMessage(text=asked.text, buttons=(*rows, *mishearing.rows(drawing.turn, drawing.ticket, language)))


async def _choices(drawing: views.Drawing, known: roster.Located) -> Buttons:
    """The buildings as buttons; where there are too many, first their compounds."""
    places, turn = known.candidates, drawing.turn
    compounds = list(dict.fromkeys(place.compound for place in places))
    if len(places) > CHOICES and len(compounds) > 1:
        named = [(place, await roster.place_name(turn, place)) for place in compounds if place is not None]
        return _rows(drawing, "tickets.inside", named)
    return _rows(drawing, "tickets.at", [(place.id, await _label(turn, place, places)) for place in places])


async def _label(turn: Turn, place: Place, among: Sequence[Place]) -> str:
    """As much of a building's name as tells it from the others: its own, its compound's, at last its community's."""
    if sum(other.name == place.name for other in among) == 1:
        return place.name
    label = await roster.place_label(turn, place, among)
    others = [await roster.place_label(turn, other, among) for other in among if other.id != place.id]
    return f"{await roster.place_name(turn, place.community)} {label}" if label in others else label


def _rows(drawing: views.Drawing, action: str, named: Sequence[tuple[PlaceId, str]]) -> Buttons:
    number = int(drawing.ticket.id)
    buttons = [Button(label=name, action=action, value=f"{number},{place}") for place, name in named[:CHOICES]]
    return tuple(tuple(buttons[start : start + IN_A_ROW]) for start in range(0, len(buttons), IN_A_ROW))


async def _progress_card(drawing: views.Drawing, language: str) -> OutgoingMessage:
    """The last two public steps, each with its time and with whoever said it."""
    turn = drawing.turn
    steps = [line for line in await views.history(turn, drawing.ticket.id) if line.what == Step.PROGRESS]
    texts = turn.setup.texts
    lines = []
    for line in steps[-2:]:
        late = views.happened_at(line)
        lines.append(
            texts.text(
                "card.step" if late is None else "card.step_late",
                language,
                time=drawing.when(late or line.at, language),
                words=views.public_words(line.words),
                worker=(await turn.store(People).get(line.by)).name if line.by else drawing.names.worker,
            )
        )
    head = texts.text("card.head", language, **drawing.values(language))
    return OutgoingMessage(text=joined([head, *lines]))


async def _closed_card(drawing: views.Drawing, language: str) -> OutgoingMessage:
    ticket = drawing.ticket
    again: tuple[tuple[Action, ...], ...] = ((("ratings.again", str(ticket.id)),),)
    if ticket.closing is Closing.CONFIRMED:
        seconds = ((ticket.resolved_at or drawing.turn.now) - ticket.opened_at).total_seconds()
        return drawing.message("card.closed_confirmed", language, again, took=took(seconds, language))
    if ticket.closing is Closing.KEPT:
        return drawing.message("card.not_reopened", language, reason=await _last_words(drawing, "keep"), who="")
    return drawing.message("card.closed_silent", language)


async def _waiting_card(drawing: views.Drawing, language: str) -> OutgoingMessage:
    """Whom it waits for and until when; a question to the caller stays between the two."""
    wait = await _last(drawing, Step.WAIT)
    if wait is None or wait.before == WaitsOn.REPORTER:
        return drawing.message("card.waiting_resident", language)
    return drawing.message(f"card.waiting_{wait.before}", language, reason=views.public_words(wait.words))


async def _declined_card(drawing: views.Drawing, language: str) -> OutgoingMessage:
    """Whose it is instead, and why."""
    said = await _last_words(drawing, Step.DECLINE)
    owner, newline, reason = said.partition("\n")
    if not newline:
        return drawing.message("card.declined", language, reason=said)
    return drawing.message("card.declined_to", language, owner=owner, reason=reason)


async def _merged_card(drawing: views.Drawing, language: str) -> OutgoingMessage:
    """The last words of a ticket that follows another from now on."""
    return drawing.message("card.merged", language, into=int(drawing.ticket.merged_into or 0))


_DRAWN: Final = {
    State.ASSIGNED: _assigned_card,
    State.RESOLVED: _resolved_card,
    State.CLOSED: _closed_card,
    State.WAITING: _waiting_card,
    State.DECLINED: _declined_card,
    State.MERGED: _merged_card,
}


async def _emergency(drawing: views.Drawing, language: str) -> dict[str, Any]:
    """Number, advice and names of an emergency's card."""
    ticket = drawing.ticket
    numbers = drawing.turn.setup.config.emergency
    backup = (await roster.responsible(drawing.turn, await views.smallest_place(drawing.turn, drawing.ticket))).backup
    whom = {"person": numbers.police, "falling": numbers.police, "health": numbers.medical, "wire": numbers.medical}
    chosen = whom.get(ticket.danger or "", numbers.fire)
    number = chosen or numbers.police or numbers.fire
    texts = drawing.turn.setup.texts
    return {
        "call": texts.word("emergency.call", language, number=number) if number else "",
        "advice": "" if ticket.is_personal_danger else texts.word(f"advice.{ticket.danger}", language),
        "who": backup.name if backup else "",
    }


async def _last_words(drawing: views.Drawing, what: str) -> str:
    """The words of the latest step of a kind, as anybody may read them."""
    entry = await _last(drawing, what)
    return views.public_words(entry.words) if entry else ""


async def _last(drawing: views.Drawing, what: str) -> Entry | None:
    lines = [line for line in await views.history(drawing.turn, drawing.ticket.id) if line.what == what]
    return lines[-1] if lines else None
