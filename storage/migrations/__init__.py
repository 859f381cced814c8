"""One linear history of the tables, for both databases; a file of `versions` for each change."""
