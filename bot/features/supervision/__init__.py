"""Supervision: an admin watches a ticket, and hears of each deadline that passes, until it is over.

Decides nothing about the ticket itself: whose it is and what time makes due is told by tickets and the ladder.
"""
