"""Upkeep: what the admins must know about the service itself. Knows counts and moments, never what anybody said."""
