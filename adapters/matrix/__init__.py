"""Matrix: how rooms, keys and people of a homeserver reach the service, and how its words reach them.

Knows the Matrix protocol and matrix-nio. Does not decide what a message means.
"""
