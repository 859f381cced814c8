"""Undo: for ten minutes a resident takes back the last thing that was said or pressed about a ticket.

Remembers who did what; how each thing is taken back is known by the feature that it belongs to.
"""
