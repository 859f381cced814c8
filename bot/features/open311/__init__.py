"""Calls as the Open311 GeoReport standard tells and takes them: what is public of a call, and calls from programs.

Knows services, requests and keys by name. Does not know HTTP, JSON, XML or SQL.
"""
