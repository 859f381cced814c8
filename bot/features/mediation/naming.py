"""Who the other side is, as the mediator says it: an account, a name of the roster, or somebody without the app."""

from dataclasses import dataclass

from bot.community import Account, Person
from bot.features.roster import views as roster
from bot.features.tickets.views import Ticket
from bot.naming import named_first
from bot.stores import People
from bot.turn import Turn


@dataclass(frozen=True, kw_only=True)
class Named:
    """The people whom the words may mean, and what follows the name."""

    people: list[Person]
    rest: str


async def other_side(turn: Turn, ticket: Ticket, words: str) -> Named:
    """Whom the words name; nobody, if neither an account that we have met nor a name of the roster begins them."""
    first, _, rest = words.strip().partition(" ")
    account = _account(turn, first)
    if account is not None:
        known = await turn.store(People).by_account(account)
        return Named(people=[known] if known else [], rest=rest.strip())
    people, behind = named_first(words.strip(), await roster.people_of(turn, ticket.spot.community), _name)
    return Named(people=people, rest=behind)


def _name(person: Person) -> str:
    return person.name


def _account(turn: Turn, word: str) -> Account | None:
    """`telegram:1001`, or `@wang:example.org` as Matrix writes a mention."""
    written = f"matrix:{word}" if word.startswith("@") and ":" in word else word
    try:
        account = Account.parse(written)
    except ValueError:
        return None
    return account if account.channel in turn.setup.bots else None
