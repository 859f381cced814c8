"""Announcements: staff tell their groups something, once, after having read how it will look.

Knows groups and whose they are. A draft waits as an open question, so its words go when it is sent or forgotten.
"""
