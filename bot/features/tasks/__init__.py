"""Tasks: a grid worker's side of tickets, with one hand free. Accept, say how it goes, say it is done.

Draws the worker's message, acts through the service of tickets. Knows no state table of its own.
"""
