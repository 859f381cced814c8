"""When people called: arrivals_nyc311.csv of the folder HUYING_DATA, half a day of requests to a city's hotline."""

import csv
import os
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

FILE: Final = "arrivals_nyc311.csv"
HOUR: Final = 3600.0
# What a call of a category may be about; the file has no words, and these are invented.
WORDS: Final = {
    "facility": "路灯不亮，晚上看不见路",
    "dispute": "楼上半夜还在吵，没法睡",
    "service": "家里暖气不热，请来看看",
    "environment": "垃圾桶满了，旁边堆了一地",
    "safety": "楼道里停了电动车在充电",
}


@dataclass(frozen=True, kw_only=True)
class Arrival:
    """A call: so many seconds after the beginning, with these words."""

    seconds: float
    words: str


def read_arrivals() -> list[Arrival] | None:
    """All calls of the file in their order; None where there is no such file."""
    file = Path(os.environ.get("HUYING_DATA", "")) / FILE
    if not os.environ.get("HUYING_DATA") or not file.exists():
        return None
    with file.open(encoding="utf-8", newline="") as opened:
        rows = list(csv.DictReader(opened))
    return [
        Arrival(seconds=float(row["offset_s"]), words=WORDS.get(row["category"], WORDS["facility"])) for row in rows
    ]


def busiest(arrivals: Sequence[Arrival], seconds: float = HOUR) -> list[Arrival]:
    """The calls of the stretch of that length with the most of them."""
    moments = [arrival.seconds for arrival in arrivals]
    ends = [bisect_left(moments, moment + seconds) for moment in moments]
    first = max(range(len(moments)), key=lambda number: ends[number] - number)
    return list(arrivals[first : ends[first]])
