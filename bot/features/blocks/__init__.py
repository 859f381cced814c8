"""Blocks: people whose calls open nothing any more, because they misuse the bot. Their emergencies are heard.

Staff block and unblock. Nobody who holds a role is blocked, so no community loses its last admin. What everybody has a
right to (their data, forgetting, help) stays open to the blocked.
"""
