"""Help: what one can say here, who the bot takes one for, in which language, and what is kept."""
