"""Digests: what an admin reads once a day, in half a minute, for each community and each place asked for."""
