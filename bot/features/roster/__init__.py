"""The roster: places and people of a community, who is responsible for which building, and who lives where.

Knows persons, places, groups, and which tickets a person who leaves still holds. Does not know files or networks.
"""
