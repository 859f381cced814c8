"""Groups: coming into a group, being bound to a place, being quiet, being deaf, moving on."""
