"""Departments: whoever can be whistled for, with members, categories, a lead and an end.

Knows who belongs to which. Does not know tickets or whistles.
"""
