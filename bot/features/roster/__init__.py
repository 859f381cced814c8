"""The roster: places and people of a community, who is responsible for which building, and who lives where.

Knows persons, places and groups. Does not know tickets.
"""
