"""`make understanding`: how well lines are understood, against real data outside the repository (HUYING_DATA).

Prints a table with 95 % intervals (Wilson) and the aims, then misses to read. `--misses N` lists N of each measure.
"""

import argparse
import os
import random
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

from bot.understanding import read, read_place
from bot.understanding.numerals import number
from tests.bench import understanding_sets as sets
from tests.understanding.lists import labelled

_Z = 1.96
_SUFFIXES = (
    "号写字楼", "号楼", "幢", "栋", "座", "单元", "号", "楼", "室", "房", "撞", "懂", "排", "层", "街", "店", "#", "第",
)  # fmt: skip
_LOADING = """
import time
from pathlib import Path
def resident(): return int(Path("/proc/self/statm").read_text().split()[1]) * 4 / 1024
before, started = resident(), time.perf_counter()
from bot.understanding import read
read("3号楼电梯坏了"), read("the lift in block 3 is broken")
seconds = time.perf_counter() - started
print(f"load {seconds:.2f} s (aim under 0.3), {resident() - before:.0f} MB (aim under 40)")
"""


@dataclass(kw_only=True)
class Measure:
    name: str
    right: int
    all: int
    aim: float
    at_most: bool = False
    misses: list[str] = field(default_factory=list)

    def line(self) -> str:
        share = self.right / self.all if self.all else 0.0
        low, high = interval(self.right, self.all)
        met = share <= self.aim if self.at_most else share >= self.aim
        sign = "<=" if self.at_most else ">="
        return (
            f"{self.name:<58} {share:7.2%}  [{low:6.2%}, {high:6.2%}]  {self.right:>5}/{self.all:<6}"
            f" aim {sign} {self.aim:.1%}  {'met' if met else 'MISSED'}"
        )


def interval(right: int, everything: int) -> tuple[float, float]:
    """Wilson's interval for a share."""
    if not everything:
        return 0.0, 1.0
    share = right / everything
    middle = share + _Z * _Z / (2 * everything)
    spread = _Z * ((share * (1 - share) + _Z * _Z / (4 * everything)) / everything) ** 0.5
    scale = 1 + _Z * _Z / everything
    return (middle - spread) / scale, (middle + spread) / scale


def main() -> int:
    """Print the table; the exit code is 0 also when an aim is missed, because the held-out half decides."""
    options = argparse.ArgumentParser()
    options.add_argument("--misses", type=int, default=0)
    options.add_argument("--only", default="")
    chosen = options.parse_args()
    folder = Path(os.environ.get("HUYING_DATA", ""))
    if not os.environ.get("HUYING_DATA") or not (folder / "requests_zh.jsonl").exists():
        print("SKIPPED: HUYING_DATA does not point to the folder with the data sets; nothing was measured.")
        return 0
    for measure in measures(folder):
        if chosen.only in measure.name:
            print(measure.line(), flush=True)
            show_misses(measure, chosen.misses)
    print(cost(folder))
    return 0


def show_misses(measure: Measure, count: int) -> None:
    for miss in random.Random(1).sample(measure.misses, min(count, len(measure.misses))):
        print("    " + miss.replace("\n", " ")[:230])


def measures(folder: Path) -> Iterable[Measure]:
    yield category(folder, "requests_zh", "Chinese category, formal letters, accepted", 0.85)
    yield category(folder, "requests_zh_five", "Chinese category, five-way, accepted", 0.95)
    yield disputes(folder)
    yield category(folder, "requests_en", "English category, accepted", 0.85)
    for language, name in (("zh", "Chinese"), ("en", "English")):
        calls, talk = sets.mixture(folder, language)
        yield precision(f"{name} calls among group talk: precision", calls, talk)
        yield recall(f"{name} calls among group talk: recall", calls)
    yield recall("short hotline calls recognised as calls", [row["text"] for row in sets.rows(folder, "hotline_zh")])
    yield recall(
        "English reports (SeeClickFix) recognised as calls", [row["text"] for row in sets.rows(folder, "requests_en")]
    )
    for name in ("chatter_zh", "chatter_en", "complaints_elsewhere_zh"):
        yield false_tickets(name, [row["text"] for row in sets.rows(folder, name)])
    offers = [row["text"] for row in sets.rows(folder, "help_requests_en") if not row["request"]]
    yield called("disaster messages that are no request, called (no aim set)", offers, 1.0)
    yield from places_zh(folder)
    yield from places_en(folder)
    for language in ("zh", "en"):
        yield from own_emergencies(language)
    for name in ("chatter_zh", "chatter_en", "complaints_elsewhere_zh"):
        yield false_alarms(name, [row["text"] for row in sets.rows(folder, name)])


def category(folder: Path, file: str, name: str, aim: float) -> Measure:
    questions = sets.category_questions(folder, file)
    answers = [read(question.text).category or "" for question in questions]
    misses = [
        f"{answer} not {sorted(question.wanted)}: {question.text}"
        for question, answer in zip(questions, answers, strict=True)
        if answer not in question.wanted
    ]
    return Measure(name=name, right=len(questions) - len(misses), all=len(questions), aim=aim, misses=misses)


def disputes(folder: Path) -> Measure:
    questions = sets.dispute_questions(folder)
    answers = [read(question.text).category for question in questions]
    misses = [
        f"{answer}: {question.text}" for question, answer in zip(questions, answers, strict=True) if answer != "dispute"
    ]
    right = len(questions) - len(misses)
    return Measure(name="Chinese neighbour disputes found", right=right, all=len(questions), aim=0.8, misses=misses)


def recall(name: str, calls: list[str]) -> Measure:
    misses = [text for text in calls if not read(text).is_call]
    return Measure(name=name, right=len(calls) - len(misses), all=len(calls), aim=0.85, misses=misses)


def precision(name: str, calls: list[str], talk: list[str]) -> Measure:
    found = sum(read(text).is_call for text in calls)
    wrong = [text for text in talk if read(text).is_call]
    return Measure(name=name, right=found, all=found + len(wrong), aim=0.95, misses=wrong)


def false_tickets(name: str, lines: list[str]) -> Measure:
    return called(f"false tickets in {name}", lines, 0.002)


def called(name: str, lines: list[str], aim: float) -> Measure:
    wrong = [text for text in lines if read(text).is_call]
    return Measure(name=name, right=len(wrong), all=len(lines), aim=aim, at_most=True, misses=wrong)


def own_emergencies(language: str) -> Iterable[Measure]:
    """The development list of the repository; a list not seen before is the honest measure."""
    listed = labelled(f"emergencies_{language}")
    missed = [text for label, text in listed if label != "calm" and not read(text).danger]
    alarms = [text for label, text in listed if label == "calm" and read(text).danger]
    calm = sum(label == "calm" for label, _ in listed)
    found = len(listed) - calm - len(missed)
    name = f"emergencies of our own list ({language})"
    yield Measure(name=f"{name} found", right=found, all=len(listed) - calm, aim=0.99, misses=missed)
    yield Measure(name=f"{name} false", right=len(alarms), all=calm, aim=0.02, at_most=True, misses=alarms)


def false_alarms(name: str, lines: list[str]) -> Measure:
    wrong = [f"{reading.why[0]}: {text}" for text in lines if (reading := read(text)).danger]
    return Measure(
        name=f"false emergencies in {name}", right=len(wrong), all=len(lines), aim=0.002, at_most=True, misses=wrong
    )


def places_zh(folder: Path) -> Iterable[Measure]:
    messages = sets.rows(folder, "places_in_messages_zh")
    named = [row for row in messages if row["primary"]]
    silent = [row["text"] for row in messages if not row["primary"]]
    yield exact("building in a Chinese message", named, lambda row: {"building": row["primary"]["building"]}, 0.97)
    yield exact(
        "building, unit and room together in a Chinese message",
        named,
        lambda row: {part: row["primary"].get(part) for part in ("building", "unit", "room")},
        0.9,
    )
    silent += [row["text"] for row in sets.rows(folder, "hotline_zh")]
    silent += [row["text"] for row in sets.rows(folder, "chatter_zh")[:2000]]
    wrong = [text for text in silent if read_place(text).building]
    yield Measure(
        name="a building read where there is none",
        right=len(wrong),
        all=len(silent),
        aim=0.02,
        at_most=True,
        misses=wrong,
    )
    addresses = sets.rows(folder, "addresses_zh")
    for part, key in (("building", "building"), ("unit", "unit_entrance"), ("floor", "floor"), ("room", "room")):
        yield exact(f"{part} in a Chinese address", addresses, _wanted(part, key), 0.92)


def _wanted(part: str, key: str) -> Callable[[sets.Row], dict[str, str | None]]:
    return lambda row: {part: bare(row[key])}


def bare(spans: list[str]) -> str | None:
    """A span of the address as its bare number: "87栋" gives "87"."""
    if not spans:
        return None
    words = spans[0].lower()
    for suffix in _SUFFIXES:
        words = words.replace(suffix, "")
    return number(words)


def places_en(folder: Path) -> Iterable[Measure]:
    rows = sets.rows(folder, "addresses_en")
    misses = []
    for row in rows:
        place = read_place(row["text"])
        wanted = row["unit_id"].lower().replace("#", "").strip()
        for ending in ("st", "nd", "rd", "th"):
            wanted = wanted.removesuffix(ending) if wanted[:1].isdigit() else wanted
        wanted = {"second": "2"}.get(wanted, wanted)
        if number(wanted) not in {place.unit, place.room, place.floor}:
            misses.append(f"{place}: {row['text']}")
    yield Measure(name="English unit, exact", right=len(rows) - len(misses), all=len(rows), aim=0.95, misses=misses)


def exact(name: str, rows: list[sets.Row], wanted: Callable[[sets.Row], dict[str, str | None]], aim: float) -> Measure:
    misses = []
    for row in rows:
        place = read_place(row["text"])
        want = wanted(row)
        got = {part: getattr(place, part) for part in want}
        if got != want:
            misses.append(f"{got} not {want}: {row['text']}")
    return Measure(name=name, right=len(rows) - len(misses), all=len(rows), aim=aim, misses=misses)


def cost(folder: Path) -> str:
    """Time per message on one core, and what the library takes in a process of its own."""
    lines = [
        row["text"] for name in ("requests_zh", "chatter_zh", "requests_en") for row in sets.rows(folder, name)[:400]
    ]
    read(lines[0])
    started = time.perf_counter()
    for line in lines:
        read(line)
    per_line = (time.perf_counter() - started) / len(lines) * 1000
    loaded = subprocess.run([sys.executable, "-c", _LOADING], check=True, capture_output=True, text=True)  # noqa: S603
    return f"time per message, one core: {per_line:.2f} ms (aim under 2); {loaded.stdout.strip()}"


if __name__ == "__main__":
    sys.exit(main())
