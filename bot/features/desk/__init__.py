"""The desk: staff work in a browser as they do in chat.

Decides who is let in, by a one-time link that the bot sends, what waits for whom, and runs each deed through the very
route that the chat runs it through. Knows tickets, the roster and settings. Does not know pages, cookies or SQL.
"""
