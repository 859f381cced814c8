"""`/desk` and its button: a link to the desk, in private."""

from bot.errors import Refused
from bot.features.desk import entering
from bot.turn import Turn


async def desk(turn: Turn, _words: str) -> None:
    """`/desk`: a fresh link, which nobody else may read."""
    if not (turn.is_private or turn.can_write_to(turn.person)):
        raise Refused("no.start_first", who=turn.person.name)
    link = await entering.issue(turn)
    turn.tell(turn.person, "desk.link", actions=[[("desk.open", "")]], link=link)
    if not turn.is_private and turn.message is not None:
        turn.outbox.react(turn.here, turn.message.id)
