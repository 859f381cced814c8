"""Transfers: a ticket goes from one pair of hands to another, by the word of whoever may decide it."""
