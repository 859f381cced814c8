"""Menus: the list of commands that a chat network offers to whoever types a slash.

Decides who sees which commands and in which language. They follow from the routes that the features declare and from
the roster. Knows nothing of networks but whether one shows menus; the words of the commands are here.
"""
