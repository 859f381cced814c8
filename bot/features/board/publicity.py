"""Which tickets anybody may read of. `storage.board` says the same in SQL; a test holds the two together."""

from collections.abc import Collection

from bot.features.tickets.views import State, Ticket


def is_public(ticket: Ticket, private_categories: Collection[str]) -> bool:
    """May anybody read of it? Whatever the group may not see, and whatever has no words any more, nobody may."""
    is_kept_back = ticket.category in private_categories or ticket.state is State.WITHDRAWN
    return ticket.shows_in_group and not is_kept_back and bool(ticket.public_words) and bool(ticket.spot.community)
