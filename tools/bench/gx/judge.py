"""Judges a suite with Great Expectations and prints what it found as JSON: judge.py pandas|duckdb DATA TABLE SUITE.

DATA is a Parquet file for pandas and a database that has TABLE for duckdb. The results stand in the suite's order; one
that the engine cannot evaluate has `error`.
"""

import json
import sys
from importlib.metadata import version

import great_expectations as gx
from great_expectations.data_context.types.base import ProgressBarsConfig
from great_expectations.execution_engine import sqlalchemy_execution_engine
from great_expectations.expectations.registry import get_expectation_impl


class Dialect(str):
    value = property(str)


# GX closes its connection before it reads the rows of a result, and with DuckDB's driver they are gone then: without this
# every expectation fails with "list index out of range". It is what GX does for SQLite and SQL Server by itself.
sqlalchemy_execution_engine._PERSISTED_CONNECTION_DIALECTS = (
    *sqlalchemy_execution_engine._PERSISTED_CONNECTION_DIALECTS,
    Dialect("duckdb"),
)


def batch_of(context, engine, data, table):
    if engine == "duckdb":
        source = context.data_sources.add_sql("source", connection_string=f"duckdb:///{data}")
        return source.add_table_asset("asset", table_name=table).add_batch_definition_whole_table("all").get_batch()
    asset = context.data_sources.add_pandas("source").add_dataframe_asset("asset")
    return asset.add_batch_definition_whole_dataframe("all").get_batch({"dataframe": frame_of(data)})


def frame_of(file):
    """DECIMAL as float64: GX inspects the call stack at every Decimal that it converts, a third of a millisecond each."""
    import pyarrow
    from pyarrow import parquet

    table = parquet.read_table(file)
    plain = [
        field.with_type(pyarrow.float64()) if pyarrow.types.is_decimal(field.type) else field for field in table.schema
    ]
    return table.cast(pyarrow.schema(plain)).to_pandas()


def message_of(info):
    """The first message within an exception_info, whose shape differs from one expectation to the next."""
    if not isinstance(info, dict):
        return None
    if info.get("exception_message"):
        return str(info["exception_message"])
    return next((found for found in map(message_of, info.values()) if found), None)


def main(engine, data, table, suite_file):
    with open(suite_file, encoding="utf-8") as file:
        written = json.load(file)["expectations"]
    context = gx.get_context(mode="ephemeral")
    context.variables.progress_bars = ProgressBarsConfig(globally=False, metric_calculations=False)
    found = [None] * len(written)
    suite = gx.ExpectationSuite(name="suite")
    for index, each in enumerate(written):
        try:
            suite.add_expectation(get_expectation_impl(each["type"])(**each["kwargs"], meta={"index": index}))
        except Exception as error:  # whatever it refuses, the others are judged
            found[index] = {"success": False, "error": f"{type(error).__name__}: {error}", "result": {}}
    validation = batch_of(context, engine, data, table).validate(suite, result_format="BASIC")
    for each in validation.results:
        error = message_of(each.exception_info)
        index = each.expectation_config.meta["index"]
        found[index] = {"success": bool(each.success), "error": error, "result": each.to_json_dict()["result"]}
    packages = ["great_expectations", "pandas", "numpy", "duckdb", "duckdb_engine", "SQLAlchemy"]
    python = ".".join(map(str, sys.version_info[:3]))
    print(json.dumps({"versions": {"python": python} | {name: version(name) for name in packages}, "results": found}))


main(*sys.argv[1:])
