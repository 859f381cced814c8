"""Ratings: what comes after "done". Is it fixed? Then: satisfied? And when it is not fixed, somebody rules on it.

The caller's word counts, not the handler's. Knows tickets by their views and service alone.
"""
