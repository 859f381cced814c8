"""Understanding: what a line says, from text alone. Pure functions, no network, no clock, no storage.

Decides whether a line is a call, what it is about, how urgent it is and where. Does not know chats, tickets or
people. Its words, patterns and weights are the TOML files beside the code.
"""

from bot.understanding.contacts import find_contacts, mask
from bot.understanding.gazetteer import BuildingRow, Gazetteer
from bot.understanding.own import NOTHING, OwnWords, in_use, use
from bot.understanding.parts import problems_in
from bot.understanding.phrases import our_words, phrases_in
from bot.understanding.places import find_places, read_place
from bot.understanding.reader import read
from bot.understanding.reading import Category, Contact, Danger, PlaceMatch, PlaceParts, Reading, Urgency
from bot.understanding.tone import asks_how_it_goes, is_insult, is_unhappy

__all__ = [
    "NOTHING",
    "BuildingRow",
    "Category",
    "Contact",
    "Danger",
    "Gazetteer",
    "OwnWords",
    "PlaceMatch",
    "PlaceParts",
    "Reading",
    "Urgency",
    "asks_how_it_goes",
    "find_contacts",
    "find_places",
    "in_use",
    "is_insult",
    "is_unhappy",
    "mask",
    "our_words",
    "phrases_in",
    "problems_in",
    "read",
    "read_place",
    "use",
]
