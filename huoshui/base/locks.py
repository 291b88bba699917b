"""A lock for the length of a transaction, by name."""

from zlib import crc32

from django.db import connection


def try_lock(name: str) -> bool:
    """Take the named lock until the transaction ends; False when another holds it.

    PostgreSQL: an advisory lock, apart for each schema, released even when the holder is killed. SQLite: a
    transaction is already alone.
    """
    if connection.vendor != "postgresql":
        return True
    with connection.cursor() as cursor:
        number = crc32(name.encode()) - 2**31
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s, hashtext(current_schema()))", [number])
        return cursor.fetchone()[0]
