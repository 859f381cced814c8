"""What people send with a ticket reaches those whom it concerns, on whichever network they are.

Decides who sees which picture: what residents send is for those who work on the ticket, what a worker sends with a
step is for those who may read of it. Does not know how a file is fetched, kept or sent.
"""
