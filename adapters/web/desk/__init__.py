"""The desk in the browser: staff sign in by a link from the bot and work as they do in chat.

Reads through views and acts through services, those of the desk above all. Server-rendered, every form with a token of
its own visit; a script adds nothing but what the board's does.
"""
