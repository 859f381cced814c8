"""Tickets: a call, from the first line to the rating. Owns the state table and the card that shows a ticket.

Knows people, places and groups. Does not know Telegram, Matrix or SQL, nor who watches the deadlines.
"""
