"""`/export` and `/stats`: understand, act, answer."""

from datetime import date, datetime, time
from typing import Any, Final

from bot.community import Place
from bot.errors import Refused
from bot.features.figures import views as figures
from bot.features.figures.views import By
from bot.features.ledger import links, service, views
from bot.features.ledger.asking import Asked, asked_in
from bot.features.ledger.rights import may_read, works_in
from bot.features.roster import views as roster
from bot.messages import OutgoingMessage, Private
from bot.moments import day, moment
from bot.richtext import Link, joined
from bot.stores import Places
from bot.texts import listed
from bot.turn import Turn

_SHOWN: Final = (
    *("opened", "resolved", "open", "overdue", *figures.RATES, "silent"),
    *("grid", "disputed", "hops", "visits", "reports", "scores"),
)


async def export(turn: Turn, words: str) -> None:
    """`/export [time] [place] [category] [csv]`: the ledger as a file, in private."""
    to = _private(turn)
    asked, area = await _asked(turn, words)
    is_open = not await works_in(turn, area)
    wanted = await service.wanted(turn, asked, area, is_open=is_open)
    count, language = await views.count(turn, wanted), turn.language_of(turn.person)
    said = {"community": _name(turn, area, language), "time": await _days(turn, asked, area, language)}
    if not count:
        raise Refused("ledger.nothing", **said)
    name = turn.setup.texts.word("ledger.file", language, **said)
    made = service.file_of(name, asked, area, is_open=is_open)
    if count > service.MOST:
        await _by_link(turn, made.value, {**said, "count": count})
        return
    key = "ledger.say_open" if is_open else "ledger.say"
    message = OutgoingMessage(text=turn.setup.texts.text(key, language, **said, count=count), file=made)
    turn.outbox.post(to, message, about="ledger")
    _heard(turn)


async def _by_link(turn: Turn, recipe: str, said: dict[str, Any]) -> None:
    """Too long for a file in a chat: a link, in private, where the bot can be reached on the web."""
    link = await links.issue(turn, recipe)
    if link is None:
        raise Refused("ledger.too_long", **said, most=service.MOST)
    zone = turn.setup.config.timezone
    until = moment(turn.now + links.LASTS, turn.now, zone, turn.language_of(turn.person))
    turn.tell(turn.person, "ledger.link", about="ledger", **said, link=Link(link, link), until=until)
    _heard(turn)


async def stats(turn: Turn, words: str) -> None:
    """`/stats [time] [place]`: every figure of a time, by its definition."""
    to = _private(turn)
    asked, area = await _asked(turn, words)
    texts, language = turn.setup.texts, turn.language_of(turn.person)
    period = await service.period_of(turn, asked, area)
    values = await figures.count(turn, _SHOWN, area, period)
    days = await _days(turn, asked, area, language)
    lines = [texts.text("ledger.stats", language, community=_name(turn, area, language), time=days)]
    for name, value in values.items():
        of = figures.definition(name)
        said = figures.said(value, of, language)
        if value.whole or of.unit is figures.Unit.COUNT:
            lines.append(texts.text("ledger.figure", language, name=figures.name_of(texts, name, language), value=said))
    kinds = await figures.breakdown(turn, "opened", area, period, By.CATEGORY)
    ordered = sorted(((value.part, kind) for kind, value in kinds.items() if kind), reverse=True)
    named = [f"{texts.word(f'category.{kind}', language)} {count}" for count, kind in ordered]
    if named:
        lines.append(texts.text("ledger.kinds", language, words=listed(named, language)))
    turn.outbox.post(to, OutgoingMessage(text=joined(lines)), about="ledger")
    _heard(turn)


def _private(turn: Turn) -> Private:
    to = turn.private_to(turn.person)
    if to is None or not (turn.is_private or turn.can_write_to(turn.person)):
        raise Refused("no.start_first", who=turn.person.name)
    return to


def _heard(turn: Turn) -> None:
    if turn.message is not None and not turn.is_private:
        turn.outbox.react(turn.here, turn.message.id)


async def _asked(turn: Turn, words: str) -> tuple[Asked, Place | None]:
    """What is meant, and the place: by its name, else the group's, else the only community of the actor."""
    asked = asked_in(words, turn.now.astimezone(turn.setup.config.timezone).date())
    area = await _area(turn, asked.place)
    if not await may_read(turn, area):
        raise Refused("no.admins_only")
    return asked, area


async def _area(turn: Turn, name: str) -> Place | None:
    places = turn.store(Places)
    if name:
        found = await places.find(name)
        if len(found) != 1:
            raise Refused("ledger.which", short=name)
        return found[0]
    if turn.group is not None and turn.group.place is not None and not turn.is_private:
        return await places.get(turn.group.place)
    mine = [await places.get(community) for community in await roster.staffed(turn)]
    if len(mine) > 1:
        above = {place.parent for place in mine}
        street = above.pop() if len(above) == 1 else None
        if street is None and not turn.is_admin:
            raise Refused("ledger.which", short=listed([place.name for place in mine], turn.language_of(turn.person)))
        return None if street is None else await places.get(street)
    return mine[0] if mine else None


def _name(turn: Turn, area: Place | None, language: str) -> str:
    return area.name if area else turn.setup.texts.word("ledger.everywhere", language)


async def _days(turn: Turn, asked: Asked, area: Place | None, language: str) -> str:
    if asked.first is None or asked.last is None:
        return turn.setup.texts.word("ledger.always", language)
    zone = await figures.zone_of(turn, area)

    def said(on: date) -> str:
        return day(datetime.combine(on, time(12), tzinfo=zone), zone, language)

    return turn.setup.texts.word("ledger.days", language, start=said(asked.first), end=said(asked.last))
