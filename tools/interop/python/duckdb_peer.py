"""DuckDB's own delta extension, loaded from the package that carries it."""

import importlib.util
import os

import duckdb

from peer import serve


PACKAGE = os.path.dirname(importlib.util.find_spec('duckdb_extension_delta').origin)
EXTENSION = os.path.join(PACKAGE, 'extensions', f'v{duckdb.__version__}', 'delta.duckdb_extension')


def attached(table, options):
    """A connection of its own, because an internal error ends all that share a database."""
    connection = duckdb.connect()
    connection.execute("SET TimeZone = 'UTC'; SET autoinstall_known_extensions = false")
    connection.load_extension(EXTENSION)
    connection.execute(f"ATTACH '{quoted(table)}' AS peer ({', '.join(['TYPE delta', *options])})")
    return connection


def quoted(text):
    return text.replace("'", "''")


def read(table, rows, version=None):
    options = ['READ_ONLY'] if version is None else ['READ_ONLY', f'VERSION {version}']
    attached(table, options).execute(f"COPY (FROM peer) TO '{quoted(rows)}' (FORMAT parquet)")


def count(table, conditions):
    connection = attached(table, ['READ_ONLY'])
    rows = lambda condition: connection.execute(f'SELECT count(*) FROM peer WHERE {condition}').fetchone()[0]
    return [[condition, rows(condition)] for condition in conditions]


def append(table, rows):
    attached(table, []).execute(f"INSERT INTO peer BY NAME FROM read_parquet('{quoted(rows)}')")


serve({'read': read, 'count': count, 'append': append})
