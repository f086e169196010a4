"""delta-rs, the Delta Lake of Rust, by its Python package."""

import duckdb
import pyarrow
import pyarrow.parquet as parquet
from deltalake import DeltaTable, QueryBuilder, write_deltalake

from peer import serve


def read(table, rows, version=None):
    opened = DeltaTable(table, version=version)
    # Not by to_pyarrow_table, which takes no negative decimals for partition values.
    selected = select(opened, 'SELECT * FROM peer')
    kept = [field.name for field in selected.schema if field.type != pyarrow.null()]
    # DuckDB writes it, because pyarrow writes no null in the place of a struct whose fields must not be null.
    duckdb.from_arrow(selected.select(kept)).write_parquet(rows)
    return {
        'version': opened.version(),
        'schema': opened.schema().to_json(),
        'partitionedBy': opened.metadata().partition_columns,
    }


def select(opened, sql):
    return pyarrow.table(QueryBuilder().register('peer', opened).execute(sql).read_all())


def count(table, conditions):
    opened = DeltaTable(table)
    rows = lambda condition: select(opened, f'SELECT count(*) FROM peer WHERE {condition}').column(0)[0].as_py()
    return [[condition, rows(condition)] for condition in conditions]


def write(table, rows, mode='append', partition_by=None, schema_mode=None, predicate=None, configuration=None):
    write_deltalake(
        table,
        parquet.read_table(rows),
        mode=mode,
        partition_by=partition_by,
        schema_mode=schema_mode,
        predicate=predicate,
        configuration=configuration,
    )


def merge(table, rows, keys, matched='update'):
    condition = ' AND '.join(f't."{key}" = s."{key}"' for key in keys)
    merger = DeltaTable(table).merge(parquet.read_table(rows), condition, source_alias='s', target_alias='t')
    if matched == 'delete':
        merger.when_matched_delete().execute()
    else:
        merger.when_matched_update_all().when_not_matched_insert_all().execute()


def delete(table, predicate):
    DeltaTable(table).delete(predicate)


def update(table, set_to, predicate):
    DeltaTable(table).update(updates=set_to, predicate=predicate)


def restore(table, version):
    DeltaTable(table).restore(version)


def optimize(table):
    DeltaTable(table).optimize.compact()


def vacuum(table):
    DeltaTable(table).vacuum(retention_hours=0, enforce_retention_duration=False, dry_run=False)


def checkpoint(table):
    DeltaTable(table).create_checkpoint()


serve(
    {
        'read': read,
        'count': count,
        'write': write,
        'merge': merge,
        'delete': delete,
        'update': update,
        'restore': restore,
        'optimize': optimize,
        'vacuum': vacuum,
        'checkpoint': checkpoint,
    }
)
