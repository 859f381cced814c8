"""Programs of others are told when something happens to a public ticket.

Knows what is public of a ticket. Does not know HTTP: what is told leaves through the outbox like every message.
"""
