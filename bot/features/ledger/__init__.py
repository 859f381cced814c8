"""The ledger: the record of all tickets as a table, one row each, for people and for other programs."""
