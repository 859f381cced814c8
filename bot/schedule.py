"""What is known to wait, what is in hand, and what may start at a moment.

Filled from the database as often as the courier looks; asked after every change for sends that may start. Pure: no
network, no database, time is an argument.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final

from bot.community import ChatRef
from bot.flights import Flight, Fold, Pace, Wire
from bot.folding import gathers
from bot.lanes import Item, Key, Lane, address_of, as_new, is_edit, is_overdue, key_of, version_of
from bot.limits import NEVER, Wish
from bot.marks import Mark
from bot.messages import Address, Private
from bot.piles import Piles
from bot.ports import Channel, Outcome, Reason, SendResult
from bot.stores import PER_CHAT, CardRow, OutboxRow, Priority
from bot.verdicts import Anew, Left, Verdict, Waits

FOREVER: Final = timedelta(days=1)


class Schedule:
    """Lanes by chat, and what has been taken from them."""

    def __init__(self, channels: Mapping[tuple[str, str], Channel], pace: Pace) -> None:
        self._piles = Piles(pace.gathering, pace.few)
        # How many readings of the database have begun.
        self._readings = 0
        self._wires = {account: Wire(channel, pace.at_once) for account, channel in channels.items()}
        self._lanes: dict[Address, Lane] = {}
        # Sent or being sent, and not yet marked; with the state that was taken.
        self._in_hand: dict[Key, int] = {}
        # Those in hand that the database knows in a newer state.
        self._outdated: set[Key] = set()
        # Marked since the last reading began, which therefore may not know it; with the state that was marked.
        self._settled: dict[Key, int] = {}
        # Cards whose message on the network is gone, with its id.
        self._gone: dict[int, str | None] = {}
        # Chats that turned out to be somebody's private chat.
        self._private: dict[ChatRef, Private] = {}
        self._tries: Counter[Key] = Counter()
        # How many rows belong to accounts that are switched off.
        self._foreign = 0

    # ---- reading ----

    def held_back(self, now: datetime) -> int:
        """How many rows are known that cannot leave now: in hand, or behind a limit."""
        lanes = sum(len(lane.queue) for lane in self._lanes.values() if lane.ready_at > now)
        signs = sum(len(wire.signs) for wire in self._wires.values())
        return len(self._in_hand) + lanes + signs + self._foreign

    def begin(self) -> None:
        """The database is being read; from here on it changes beside the reading."""
        self._readings += 1
        self._settled.clear()

    def fill(self, rows: Sequence[Item]) -> bool:
        """Take what the database says waits, in the place of what was known. Answers whether to read again."""
        self._foreign = sum(not self._is_ours(row) for row in rows)
        queues: dict[Address, list[Item]] = defaultdict(list)
        places: dict[Address, int] = {}
        for wire in self._wires.values():
            wire.signs, wire.signs_ready_at = [], NEVER
        for place, row in enumerate(self._new(rows)):
            if row.priority is Priority.INSTANT:
                self._wire_of(row).signs.append(row)
            else:
                chat = self._chat_of(address_of(row))
                queues[chat].append(row)
                places.setdefault(chat, place)
        self._refill(queues, places)
        # A card that was marked meanwhile and had changed before: what it looks like on the network is not known here.
        return any(self._settled.get(key_of(row), version_of(row)) != version_of(row) for row in rows)

    def hold(self, rows: Sequence[Item], now: datetime) -> None:
        """Chats where something failed before a restart wait for it, so that their order holds."""
        for row in rows:
            if row.attempts and row.not_before > now and self._is_ours(row):
                self._wire_of(row).limits.hold(self._wish(row), row.not_before)

    def _new(self, rows: Sequence[Item]) -> Iterator[Item]:
        for row in rows:
            key = key_of(row)
            if key in self._in_hand:
                if self._in_hand[key] != version_of(row):
                    self._outdated.add(key)
            elif key not in self._settled and self._is_ours(row):
                yield self._as_shown(row)

    def _as_shown(self, row: Item) -> Item:
        if isinstance(row, OutboxRow) or row.id not in self._gone:
            return row
        return as_new(row) if self._gone[row.id] == row.remote else row

    def _refill(self, queues: Mapping[Address, list[Item]], places: Mapping[Address, int]) -> None:
        for chat, lane in [*self._lanes.items()]:
            lane.queue = []
            if chat not in queues and not lane.is_busy and lane.known_from <= self._readings:
                del self._lanes[chat]
        for chat, queue in queues.items():
            lane = self._lanes.setdefault(chat, Lane(chat))
            if lane.known_from <= self._readings:
                lane.queue, lane.place, lane.ready_at = queue, places[chat], NEVER
                lane.is_cut = len(queue) >= PER_CHAT

    # ---- starting ----

    def starts(self, now: datetime) -> list[Flight | Fold]:
        """What starts now; it counts as under way from here on."""
        self._piles.sweep(now)
        flights: list[Flight | Fold] = []
        for wire in self._wires.values():
            if wire.signs and wire.signs_ready_at <= now:
                flights.extend(self._start_signs(wire, now))
        ready = [lane for lane in self._lanes.values() if lane.queue and not lane.is_busy and lane.ready_at <= now]
        for lane in sorted(ready, key=lambda lane: lane.rank):
            flights.extend(self._start(lane, now))
        return flights

    def next_moment(self, now: datetime) -> datetime | None:
        """When something that its limits did not let start may start; what lacks room starts when a send ends."""
        lanes = (lane.ready_at for lane in self._lanes.values() if lane.queue and not lane.is_busy)
        signs = (wire.signs_ready_at for wire in self._wires.values() if wire.signs)
        return min((moment for moment in (*lanes, *signs) if moment > now), default=None)

    def _start_signs(self, wire: Wire, now: datetime) -> Iterator[Flight]:
        alive = [item for item in wire.signs if not is_overdue(item, now)]
        wire.signs, wire.signs_ready_at = [], now + FOREVER
        for place, item in enumerate(alive):
            if not wire.room_for_signs:
                # Looked at again when a send ends; until then it would be in vain.
                wire.signs, wire.signs_ready_at = [*wire.signs, *alive[place:]], NEVER
                return
            wish = self._wish(item)
            moment = wire.limits.earliest(wish, now)
            if moment <= now:
                wire.room_for_signs -= 1
                yield self._take(Flight(item=item, wire=wire, wish=wish, lane=None), now)
            else:
                wire.signs.append(item)
                wire.signs_ready_at = min(wire.signs_ready_at, moment)

    def _start(self, lane: Lane, now: datetime) -> Iterator[Flight | Fold]:
        wire = self._wire_of(lane.queue[0])
        if not wire.room:
            return
        lane.drop_overdue(now)
        opens = self._piles.opens(lane.chat, now)
        is_held = gathers if opens > now else None
        lane.ready_at = min(now + FOREVER, opens) if is_held else now + FOREVER
        for candidate in lane.candidates(is_held):
            items = self._piles.of(lane.chat, candidate.item, lane.queue, now)
            is_steady = len(items) > 1 or self._piles.is_flooded(lane.chat, candidate.item, now)
            wish = self._wish(candidate.item, is_patient=candidate.is_patient, is_steady=is_steady)
            moment = wire.limits.earliest(wish, now)
            if moment > now:
                lane.ready_at = min(lane.ready_at, moment)
                continue
            if len(items) > 1:
                lane.is_busy = True
                yield Fold(items=items, wire=wire, lane=lane)
            else:
                lane.take(candidate.item)
                wire.room -= 1
                yield self._take(Flight(item=candidate.item, wire=wire, wish=wish, lane=lane), now)
            return

    def _take(self, flight: Flight, now: datetime) -> Flight:
        flight.wire.limits.took(flight.wish, now)
        self._in_hand[key_of(flight.item)] = version_of(flight.item)
        return flight

    # ---- ending ----

    def tries(self, item: Item) -> int:
        """How many earlier tries of it, since the start, ended in a way that must not go on for ever."""
        return self._tries[key_of(item)]

    def landed(self, flight: Flight, result: SendResult | None, verdict: Verdict, now: datetime) -> None:
        """A send has ended like this. Its row stays in hand until it is marked, its lane and place until `free`."""
        limits, item = flight.wire.limits, flight.item
        if result is not None:
            self._learn(flight, result, now)
        if isinstance(verdict, Waits):
            self._tries[key_of(item)] += verdict.counts
            if verdict.holds:
                limits.hold(flight.wish, verdict.until)
        elif isinstance(verdict, Anew) and isinstance(item, CardRow):
            self._gone[item.id] = item.remote
            del self._in_hand[key_of(item)]
        elif isinstance(verdict, Left) and flight.lane is not None:
            self._piles.said(flight.lane.chat, item, now)

    def folded(self, fold: Fold) -> None:
        """The list is in the database; it is read from there. A reading that has begun before may not know it."""
        self._settled.update({key_of(item): version_of(item) for item in fold.items})
        self.unfolded(fold)

    def unfolded(self, fold: Fold, *, for_good: bool = False) -> None:
        """There is no list. `for_good`: there will be none, and what would stand in it leaves by itself."""
        if for_good:
            self._piles.stand_alone(fold.items)
        fold.lane.is_busy, fold.lane.ready_at = False, NEVER
        self._read_anew(fold.lane)

    def free(self, flight: Flight, now: datetime) -> None:
        """The chat may have its next."""
        flight.wire.limits.landed(flight.wish, now)
        if flight.lane is None:
            flight.wire.room_for_signs += 1
            return
        flight.wire.room += 1
        flight.lane.is_busy, flight.lane.ready_at = False, NEVER

    def forget(self, flight: Flight) -> None:
        """What was known of this chat may be wrong now; it is read again first."""
        if flight.lane is not None:
            self._read_anew(flight.lane)

    def _read_anew(self, lane: Lane) -> None:
        """Nothing leaves from this lane before a reading that begins from now on."""
        lane.queue, lane.known_from = [], self._readings + 1

    def settled(self, mark: Mark) -> bool:
        """The mark is durable. Answers whether there may be something new to read because of it."""
        key = key_of(mark.item)
        self._in_hand.pop(key, None)
        self._settled[key] = version_of(mark.item)
        is_outdated = key in self._outdated
        self._outdated.discard(key)
        if not isinstance(mark.verdict, Waits):
            self._tries.pop(key, None)
            self._piles.forget(key)
            if isinstance(mark.item, CardRow):
                self._gone.pop(mark.item.id, None)
        return is_outdated or not isinstance(mark.verdict, Left) or self._has_more(mark.item)

    def _has_more(self, item: Item) -> bool:
        """Has its chat left all that was read of it, while the database has more?"""
        lane = self._lanes.get(self._chat_of(address_of(item)))
        return lane is not None and lane.is_cut and not lane.queue

    def _learn(self, flight: Flight, result: SendResult, now: datetime) -> None:
        to = address_of(flight.item)
        if result.outcome is Outcome.RETRY and result.reason is Reason.LIMIT:
            seconds = 1.0 if result.retry_after is None else result.retry_after
            flight.wire.limits.refused(flight.wish, seconds, now, whole_account=result.whole_account)
        elif isinstance(to, Private) and result.chat is not None:
            self._private.setdefault(result.chat.whole, to)

    # ---- addresses ----

    def _is_ours(self, item: Item) -> bool:
        to = address_of(item)
        return (to.channel, to.bot) in self._wires

    def _wire_of(self, item: Item) -> Wire:
        to = address_of(item)
        return self._wires[to.channel, to.bot]

    def _chat_of(self, to: Address) -> Address:
        """The chat whose order and limits count: a thread's whole chat, a private chat under its person."""
        return to if isinstance(to, Private) else self._private.get(to.whole, to.whole)

    def _wish(self, item: Item, *, is_patient: bool = False, is_steady: bool = False) -> Wish:
        chat = self._chat_of(address_of(item))
        return Wish(
            chat=chat,
            priority=item.priority,
            # A chat that is not known to be private may be a group, and has the stricter limits.
            is_group=isinstance(chat, ChatRef),
            is_edit=is_edit(item),
            is_patient=is_patient,
            is_steady=is_steady,
        )
