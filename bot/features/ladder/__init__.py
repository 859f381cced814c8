"""The ladder: who is told when time is up and nobody has moved a ticket, rung by rung, until somebody acts.

Knows tickets and the roster by their views and services. Has no memory of its own: a ticket's history is the memory.
"""
