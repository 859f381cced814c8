"""The one collection of tables. Each subject adds its own from its module; `storage.stores` imports them all."""

from typing import Final

from sqlalchemy import MetaData

# Explicit names everywhere, because a later migration can only change what it can name.
metadata: Final = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
    }
)
