"""Mediation: two neighbours, a mediator, several rounds in private, an agreement or none.

Decides who is asked what and when it is over. Knows no group: nothing of it but "they have settled it" is ever public.
"""
