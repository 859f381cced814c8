"""`huying init`: from nothing to a config that works, in five questions at most.

Decides what is asked, what the config then says, and who the admin is. Does not know how a network is spoken to.
"""
