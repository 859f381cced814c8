"""How the service remembers: SQLite or PostgreSQL through SQLAlchemy Core. Holds no rule of the neighbourhood."""
