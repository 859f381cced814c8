"""Transfers: a ticket goes from one pair of hands to another, with a reason, and never in circles.

Whoever gets it accepts it, or declines it and names a better owner. The third time nobody hands it on: somebody
decides, with the whole history before them. Knows no state table; what happened stands in the ticket's history.
"""
