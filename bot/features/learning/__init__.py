"""Learning: what corrections and presses say about our reading, kept so that nobody's words are.

Of talk that became nothing only our own lexicon's words are counted, each for itself, without person, chat or time.
"""
