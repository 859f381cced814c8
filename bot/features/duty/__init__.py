"""Duty and leave: who is off duty until when, who stands in, and what becomes of open tickets meanwhile.

Who is away is remembered by the roster, which asks nobody who is; here it is said, carried out and ended.
"""
