"""Ways: how tickets of each category are handled, and the button that begins it.

Decides which way is offered. What happens on it is the business of mediation, meetings and tasks.
"""
