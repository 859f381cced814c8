"""Clocks: by when a call is accepted and solved, in the working hours and holidays of its community.

Knows urgencies, hours and calendars. Does not know who is late.
"""
