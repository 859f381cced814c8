"""Posted: what somebody wants to read of a ticket alone with us.

Each step of it, until they have heard enough, and its card in a language of their own. Knows tickets and people.
"""
