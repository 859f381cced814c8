"""How well likeness tells repeat complaints from others, on the data sets of HUYING_DATA. Part of `make day`."""

import itertools
import json
from pathlib import Path

from bot.understanding.likeness import LIKELY, SURE, likeness


def lines(folder: Path) -> list[str]:
    """For each threshold: pairs of one cause found, and pairs of two causes taken for one."""
    rows = [json.loads(row) for row in (folder / "duplicates_zh.jsonl").read_text(encoding="utf-8").splitlines()]
    found = [f"repeat complaints (duplicates_zh, {len(rows)} letters, two causes), pairs alike by their first lines:"]
    pairs = [
        (one["cluster"] == other["cluster"], likeness(one["subject"], other["subject"]))
        for one, other in itertools.combinations(rows, 2)
    ]
    calls = [json.loads(row) for row in (folder / "hotline_zh.jsonl").read_text(encoding="utf-8").splitlines()]
    apart = [likeness(one["text"], other["text"]) for one, other in itertools.combinations(calls, 2)]
    for name, threshold in (("likely", LIKELY), ("surely", SURE)):
        same = [value >= threshold for is_same, value in pairs if is_same]
        other = [value >= threshold for is_same, value in pairs if not is_same]
        strangers = sum(value >= threshold for value in apart)
        found += [
            f"  {name} the same ({threshold}): {sum(same)} of {len(same)} of one cause",
            f"    {sum(other)} of {len(other)} of two causes, {strangers} of {len(apart)} of hotline calls, wherever",
        ]
    return found
