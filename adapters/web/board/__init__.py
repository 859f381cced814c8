"""The public board in the browser: a page for each community, a page for each ticket, a screen for the hall.

Reads through the views of the board and of the figures. Server-rendered; a script only keeps it up to date.
"""
