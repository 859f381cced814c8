"""What ratings add to the digest: what was wrong, and the scores of the followers, as counts alone."""

from datetime import timedelta
from typing import Final

from bot.community import PlaceId
from bot.features.ratings.model import Reason, Tally
from bot.features.ratings.store import Ratings
from bot.moments import rate
from bot.richtext import Text, joined
from bot.texts import listed
from bot.turn import Turn

OVER: Final = timedelta(days=30)


async def reasons(turn: Turn, community: PlaceId | None, language: str) -> Text:
    """How often each reason was named in 30 days, and how content the followers were; nobody is named."""
    tally = await turn.store(Ratings).tally(community, turn.now - OVER, turn.now)
    return joined([*_reasons(turn, tally, language), *_followers(turn, tally, language)])


def _reasons(turn: Turn, tally: Tally, language: str) -> list[Text]:
    texts = turn.setup.texts
    counted = [(reason, tally.reasons[reason]) for reason in Reason if tally.reasons.get(reason)]
    named = [f"{texts.word(f'unhappy.{reason}', language)} {count}" for reason, count in counted]
    if tally.others:
        named.append(f"{texts.word('unhappy.something', language)} {tally.others}")
    return [texts.text("unhappy.digest", language, words=listed(named, language))] if named else []


def _followers(turn: Turn, tally: Tally, language: str) -> list[Text]:
    if not tally.followers:
        return []
    share = rate(tally.content, tally.followers, language)
    return [turn.setup.texts.text("follow.rates", language, satisfaction=share)]
