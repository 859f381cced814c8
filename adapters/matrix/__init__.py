"""Matrix: how rooms, keys and people of a homeserver reach the service, and how its words reach them.

Knows the Matrix protocol and matrix-nio. Does not decide what a message means.
`parse`, `render`, `errors` and what they are made of are pure; events are read as dictionaries, never as nio's classes.
"""
