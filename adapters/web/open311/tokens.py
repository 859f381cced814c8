"""Tokens that stand for a call which nobody may read of. Pure: made from the call's number and our secret."""

import hashlib
import hmac
from typing import Final

from adapters.web.open311.asked import number

_SIGNS: Final = 32


def token_of(ticket: int, secret: bytes) -> str:
    """The token of a ticket; nobody else can make it."""
    signed = hmac.new(secret, f"open311 token {ticket}".encode(), hashlib.sha256)
    return f"{ticket}-{signed.hexdigest()[:_SIGNS]}"


def ticket_of(token: str, secret: bytes) -> int | None:
    """The ticket of a token; None: it is none of ours."""
    ticket = number(token.partition("-")[0])
    is_ours = ticket is not None and hmac.compare_digest(token.encode(), token_of(ticket, secret).encode())
    return ticket if is_ours else None
