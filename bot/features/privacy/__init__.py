"""Privacy: what is kept of a person, what nobody else may read, and how it goes away again.

Decides which tickets are private, offers to take a telling message out of the group, erases people at their wish, and
makes old tickets nobody's. Facts stay (that there was a call, when, what became of it); words and names go.
"""
