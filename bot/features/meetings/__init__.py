"""Meetings: a community's regular meeting, the tickets that wait for it, and what was decided on each."""
