"""How a person is written to in private: on which network, and through which of our accounts there."""

from dataclasses import replace

from bot.community import Account, ChatRef, Person
from bot.messages import Private
from bot.setup import Setup


def private_chat(setup: Setup, person: Person, here: ChatRef | None) -> Private | None:
    """The private chat with a person: on the first account that can be reached, else on the first at all.

    Through the account of ours that it is in touch with, else through that of the chat which this is about (`here`),
    else through our first one.
    """
    usable = [account for account in person.accounts if account.channel in setup.bots]
    known = [account for account in usable if may_write(setup, person, account)]
    account = next(iter(known or usable), None)
    return None if account is None else Private(bot=_bot_for(setup, person, account, here), account=account)


def may_write(setup: Setup, person: Person, account: Account) -> bool:
    """Has the person opened a private chat with us there, or can we open one?"""
    return account in person.reachable or account.channel in setup.opens_private


def without(person: Person, to: Private) -> Person:
    """The person, who does not hear us there any more; a chat with another account of ours is none of its business."""
    if person.bot_for(to.account) not in {None, to.bot}:
        return person
    return replace(person, reachable=person.reachable - {to.account})


def _bot_for(setup: Setup, person: Person, account: Account, here: ChatRef | None) -> str:
    nearest = here.bot if here is not None and here.channel == account.channel else None
    for bot in (person.bot_for(account), nearest):
        if bot is not None and (account.channel, bot) in setup.accounts:
            return bot
    return setup.bots[account.channel]
