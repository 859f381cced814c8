"""Telegram counts text in UTF-16 units, Python in characters: 𠮷 and most emoji are two units and one character."""


def units(text: str) -> int:
    """How long Telegram finds the text."""
    return len(text) + sum(character > "\uffff" for character in text)


def index_at(text: str, offset: int) -> int:
    """The position in the text that lies `offset` units from its start; its end when that is past it."""
    if offset >= units(text):
        return len(text)
    position, seen = 0, 0
    while seen < offset:
        seen += 2 if text[position] > "\uffff" else 1
        position += 1
    return position


def longest_start(text: str, limit: int) -> int:
    """How many characters fit into `limit` units."""
    if units(text) <= limit:
        return len(text)
    position, seen = 0, 0
    while (seen := seen + units(text[position])) <= limit:
        position += 1
    return position
