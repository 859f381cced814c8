"""The Open311 door (GeoReport v2): requests of programs to our questions, our answers to JSON and XML.

Decides nothing about tickets; reads through the views of `open311` and hands calls in through its service.
"""
