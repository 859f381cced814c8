"""Intake desk: calls that do not come by a chat (phone, window, visit, volunteer, box, hotline), and for whom they are.

Keeps how somebody without the app is reached, and sees to it that they hear the end. The tickets themselves, and what
happens to them, are the business of tickets.
"""
