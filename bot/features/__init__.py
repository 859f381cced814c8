"""What the neighbourhood does, one folder a feature.

A feature's public slots are feature, events, views and service; all else in its folder is private.
"""
