"""setWebhook, deleteWebhook, getWebhookInfo."""

import re
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlsplit

from tests.servers.telegram.bots import Bot
from tests.servers.telegram.calls import Call
from tests.servers.telegram.errors import bad_request
from tests.servers.telegram.methods_updates import abort_poll
from tests.servers.telegram.registry import method
from tests.servers.telegram.webhook import Address, Webhook

Json = dict[str, Any]

# The real server wants HTTPS on these ports; on this machine plain HTTP on any port is good enough for tests.
PORTS: Final = frozenset({None, 443, 80, 88, 8443})
LOOPBACK: Final = frozenset({"127.0.0.1", "localhost", "::1"})
SECRET: Final = re.compile(r"[A-Za-z0-9_-]{1,256}")


@dataclass(frozen=True, kw_only=True)
class Described:
    """A result with the word that the real server adds to it."""

    result: Any
    description: str


@method("setWebhook")
async def set_webhook(call: Call) -> Any:
    url = call.text("url")
    if not url:
        return await delete_webhook(call)
    address = _address(call, url)
    bot = call.bot
    bot.queue.allow(call.args.get("allowed_updates"))
    if call.flag("drop_pending_updates"):
        bot.queue.drop_all()
    if bot.webhook is not None and bot.webhook.address == address:
        return Described(result=True, description="Webhook is already set")
    await remove(bot)
    abort_poll(bot, "terminated by setWebhook request")
    bot.webhook = Webhook(call.world, bot, address)
    bot.webhook.start()
    return Described(result=True, description="Webhook was set")


def _address(call: Call, url: str) -> Address:
    parts = urlsplit(url)
    here = parts.hostname in LOOPBACK
    if parts.scheme != "https" and not here:
        raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
    if parts.port not in PORTS and not here:
        raise bad_request("bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443")
    secret = call.args.get("secret_token")
    if secret is not None and not SECRET.fullmatch(secret):
        raise bad_request("secret token contains unallowed characters")
    connections = min(max(call.number("max_connections", 40), 1), 100)
    return Address(url=url, secret_token=secret, max_connections=connections)


@method("deleteWebhook")
async def delete_webhook(call: Call) -> Any:
    was_set = call.bot.webhook is not None
    await remove(call.bot)
    if call.flag("drop_pending_updates"):
        call.bot.queue.drop_all()
    return Described(result=True, description="Webhook was deleted" if was_set else "Webhook is already deleted")


async def remove(bot: Bot) -> None:
    """Take a webhook away; its undelivered updates stay."""
    if bot.webhook is not None:
        webhook, bot.webhook = bot.webhook, None
        await webhook.stop()


@method("getWebhookInfo")
def get_webhook_info(call: Call) -> Any:
    bot = call.bot
    facts: Json = {
        "url": bot.webhook.address.url if bot.webhook is not None else "",
        "has_custom_certificate": False,
        "pending_update_count": len(bot.queue.waiting()),
    }
    if bot.queue.allowed is not None:
        facts["allowed_updates"] = sorted(bot.queue.allowed)
    if bot.webhook is not None:
        facts["max_connections"] = bot.webhook.address.max_connections
        if bot.webhook.last_error is not None:
            facts["last_error_date"], facts["last_error_message"] = bot.webhook.last_error
    return facts
