"""Posters: a sheet for the door of each building, with a code that opens a chat with us which knows the building.

Decides the words of a sheet. Does not know paper, fonts or how a code is drawn (`adapters.posters` does).
"""
