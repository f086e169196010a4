"""The merge of delta-merge by delta-rs: merge.py TABLE SOURCE.parquet. Updates what is matched, inserts the rest."""

import sys

import pyarrow.parquet as parquet
from deltalake import DeltaTable

table, source = sys.argv[1:]
(
    DeltaTable(table)
    # Not streamed, so that it leaves out files by the bounds of the source's keys.
    .merge(parquet.read_table(source), 't.id = s.id', source_alias='s', target_alias='t', streamed_exec=False)
    .when_matched_update_all()
    .when_not_matched_insert_all()
    .execute()
)
