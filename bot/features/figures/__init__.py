"""Figures: what is counted about tickets, each by one named definition, the same wherever it is shown.

Knows definitions, periods and areas. Does not know who reads them, nor how they are drawn.
"""
