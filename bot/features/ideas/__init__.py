"""Ideas: what residents suggest (问计). Each has a number, is answered by the desk, and is counted.

Not `suggestions`, which are lines of group talk that may be calls.
"""
