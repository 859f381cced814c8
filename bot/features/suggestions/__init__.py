"""Suggestions: plain group talk that may be a call. Heard with a sign, put before the grid worker, asked about once.

The words are held for ten minutes at most; what became nothing leaves no words behind.
"""
