"""Understanding: what a line says, from text alone. Pure functions, no network, no clock, no storage.

Decides whether a line is a call, what it is about, how urgent it is and where. Does not know chats, tickets or
people. Its words, patterns and weights are the TOML files beside the code.
"""

from bot.understanding.contacts import find_contacts, mask
from bot.understanding.gazetteer import BuildingRow, Gazetteer
from bot.understanding.places import find_places, read_place
from bot.understanding.reader import read
from bot.understanding.reading import Category, Contact, Danger, PlaceMatch, PlaceParts, Reading, Urgency

__all__ = [
    "BuildingRow",
    "Category",
    "Contact",
    "Danger",
    "Gazetteer",
    "PlaceMatch",
    "PlaceParts",
    "Reading",
    "Urgency",
    "find_contacts",
    "find_places",
    "mask",
    "read",
    "read_place",
]
