"""Ask and wait: a question to the caller, or a wait for somebody else, that comes back to the worker either way.

The answer is plain words; it lands on the ticket. When nothing comes, the ticket's own clock sends it back (tickets).
"""
