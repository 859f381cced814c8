"""Who a browser is, in a signed cookie; the token that shows that a form came from our page; the key behind both."""

import base64
import hashlib
import hmac
import json
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from adapters.web.scene import Standing, Visitor
from bot.copies import COOKIE_KEY
from bot.ports import UnitOfWork
from bot.stores import Facts

NAME: Final = "huying_visitor"
VISITOR_LIVES: Final = timedelta(days=365)
STAFF_LIVES: Final = timedelta(hours=12)


@dataclass(frozen=True)
class Signer:
    """Signs with the deployment's secret; whoever does not know it can make neither a cookie nor a form token."""

    secret: bytes

    def cookie(self, visitor: Visitor, now: datetime) -> str:
        """The cookie's value for this visitor."""
        content = {"a": visitor.account, "n": visitor.name, "s": visitor.standing, "t": int(now.timestamp())}
        body = base64.urlsafe_b64encode(json.dumps(content, ensure_ascii=False).encode()).decode().rstrip("=")
        return f"{body}.{self._sign('cookie', body)}"

    def visitor(self, cookie: str, now: datetime) -> Visitor | None:
        """Who that cookie belongs to; None: not ours, changed by somebody, or too old."""
        body, _, signature = cookie.rpartition(".")
        if not body or not hmac.compare_digest(signature.encode(), self._sign("cookie", body).encode()):
            return None
        content = json.loads(base64.urlsafe_b64decode(body + "=" * (-len(body) % 4)))
        standing = Standing(content["s"])
        if now.timestamp() > content["t"] + lives(standing).total_seconds():
            return None
        return Visitor(account=content["a"], name=content["n"], standing=standing)

    def form_token(self, account: str) -> str:
        """What a form of this account's page carries."""
        return self._sign("form", account)

    def is_form_token(self, token: str, account: str) -> bool:
        """Did that form come from this account's page?"""
        return hmac.compare_digest(token.encode(), self.form_token(account).encode())

    def _sign(self, purpose: str, text: str) -> str:
        return hmac.new(self.secret, f"{purpose}|{text}".encode(), hashlib.sha256).hexdigest()


def lives(standing: Standing) -> timedelta:
    """How long a browser stays who it is: staff sign in again each day."""
    return VISITOR_LIVES if standing is Standing.RESIDENT else STAFF_LIVES


def newcomer(name: str) -> Visitor:
    """A visitor nobody has seen before; `name` is the word for one ("邻居"), four signs tell two apart."""
    account = f"v{secrets.token_hex(8)}"
    return Visitor(account=account, name=f"{name} {account[-4:].upper()}")


async def cookie_key(uow: UnitOfWork) -> bytes:
    """What signs the visitors' cookies: made once for a deployment."""
    known = await uow.store(Facts).get(COOKIE_KEY)
    if known is None:
        known = secrets.token_hex(32)
        await uow.store(Facts).set(COOKIE_KEY, known)
    return bytes.fromhex(known)
