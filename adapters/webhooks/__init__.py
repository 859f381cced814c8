"""Webhooks as a network: each address is a chat in which only we speak. Knows HTTP and signatures, no ticket."""
