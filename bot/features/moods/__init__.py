"""Moods: how something is said that is no call. A question about one's call is answered, an unhappy word is marked.

An insult is no call either: whoever is angry is asked what is the matter. No mood of a person is kept, only that a
ticket's people were unhappy with it, so that its admins look before a score is fixed.
"""
