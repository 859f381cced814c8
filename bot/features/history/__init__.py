"""History: how a ticket came to be where it is, its whole story as one document, and the months as a chain of hashes.

Reads what tickets write down. Changes nothing of it.
"""
