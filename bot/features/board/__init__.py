"""The public board: what was called, where, how far and how long, for anybody who looks.

Decides which tickets anybody may read and how much of them, and keeps the index by which their words are found. Knows
tickets and places. Does not know pages, browsers or SQL.
"""
