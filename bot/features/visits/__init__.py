"""Return visits: some days after a ticket was put away somebody who did not handle it asks whether all is still well.

First the bot asks the caller; whoever does not answer comes onto the community's list of calls. What the visits find
is counted apart from ratings and rates. Knows tickets, ratings and the roster by their views and services alone.
"""
