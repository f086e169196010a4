"""The merge of delta-merge by delta-rs: merge.py TABLE SOURCE.parquet WAY. Updates what is matched, inserts the rest.

WAY is `streamed`, which delta-rs does unless told otherwise, or `bounded`, in which it knows the source beforehand and
leaves out files by the bounds of its keys. Prints the seconds that it took, without the start of Python.
"""

import sys
import time

import pyarrow.parquet as parquet
from deltalake import DeltaTable

table, source, way = sys.argv[1:]
began = time.perf_counter()
rows = parquet.read_table(source)
(
    DeltaTable(table)
    .merge(rows, 't.id = s.id', source_alias='s', target_alias='t', streamed_exec=way == 'streamed')
    .when_matched_update_all()
    .when_not_matched_insert_all()
    .execute()
)
print(time.perf_counter() - began)
