"""Linking: one person with an account on two networks is one person here, with one home, one list, one language.

A code is shown on one network and sent on the other; then the first one says yes. So both sides have agreed, and nobody
becomes somebody else by guessing. Unlinking gives an account its own life again.
"""
