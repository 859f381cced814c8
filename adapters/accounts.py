"""The channel of each account that the config names, and how `huying init` meets its admin there.

Telegram and the local chat are always loaded; what Matrix needs only where the config names an account there.
"""

from adapters.telegram.channel import TelegramChannel
from adapters.web.channel import WebChannel
from adapters.web.scene import Scene
from adapters.webhooks.channel import WebhookChannel
from bot.beginning.contact import FirstContact
from bot.config import Config, Matrix, Telegram
from bot.ports import Channel, Clock, Database


def channels_of(config: Config, database: Database, clock: Clock, scene: Scene) -> list[Channel]:
    """Our accounts on all networks that the config names."""
    channels: list[Channel] = [TelegramChannel(account, clock) for account in config.telegram]
    channels += [_matrix(account, clock) for account in config.matrix]
    if config.web is not None:
        channels.append(WebChannel(database, clock, scene))
    if config.webhook:
        channels.append(WebhookChannel(config.webhook, clock))
    return channels


def first_contact(account: Telegram | Matrix) -> FirstContact:
    """How `huying init` meets its admin on that network."""
    if isinstance(account, Telegram):
        from adapters.telegram.first_contact import TelegramFirstContact  # noqa: PLC0415 - a service never needs it

        return TelegramFirstContact(account)
    from adapters.matrix.first_contact import MatrixFirstContact  # noqa: PLC0415 - nor this

    return MatrixFirstContact(account)


def _matrix(account: Matrix, clock: Clock) -> Channel:
    # Loading nio with its encryption costs time and memory that a town without Matrix need not pay.
    from adapters.matrix.channel import MatrixChannel  # noqa: PLC0415

    channel: Channel = MatrixChannel(account, clock)
    return channel
