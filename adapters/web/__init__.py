"""The local chat: a chat network of our own, in the browser, for whoever has no account anywhere.

Decides how a page looks, who a visitor is and what reaches an open page. Knows the ports of the service and nothing
of tickets, other networks or SQL.
"""
