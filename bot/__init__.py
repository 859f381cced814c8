"""What the service decides: who called, what it becomes, who answers, what is said.

Knows no chat network, no SQL and no clock. Those live in `adapters` and `storage` and are handed in by `bot.main`.
"""
