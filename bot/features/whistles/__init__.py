"""Whistles: a department is called to a ticket with a reason and a deadline of its own, reports in, and ends its part.

Knows tickets and departments by their views. Does not know who answers on which network.
"""
