"""Telegram: how residents there reach us and how we reach them.

Decides nothing. Knows the Bot API and the kernel's messages; does not know features, SQL or what a ticket is.
`parse`, `render` and `errors` are pure; only `transport`, `api`, `receive`, `webhook` and `channel` touch the network.
"""
