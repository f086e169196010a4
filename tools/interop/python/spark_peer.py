"""Apache Spark with delta-spark: one session for all requests."""

import contextlib
import json
import os
import sys

from pyspark.sql import SparkSession
from pyspark.sql.types import NullType, StructType

from peer import serve

JARS, WORK = sys.argv[1:]

# Small tables on few cores: what costs time is planning and compiling, not rows.
SETTINGS = {
    'spark.jars': ','.join(os.path.join(JARS, name) for name in sorted(os.listdir(JARS))),
    'spark.driver.memory': '1g',
    'spark.driver.bindAddress': '127.0.0.1',
    'spark.driver.host': '127.0.0.1',
    'spark.driver.extraJavaOptions': f'-XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Dderby.system.home={WORK} -Duser.timezone=UTC',
    'spark.local.dir': WORK,
    'spark.ui.enabled': 'false',
    'spark.ui.showConsoleProgress': 'false',
    'spark.sql.warehouse.dir': os.path.join(WORK, 'warehouse'),
    'spark.sql.session.timeZone': 'UTC',
    'spark.sql.shuffle.partitions': '1',
    'spark.sql.sources.parallelPartitionDiscovery.parallelism': '1',
    'spark.sql.adaptive.enabled': 'false',
    'spark.sql.codegen.wholeStage': 'false',
    'spark.sql.codegen.factoryMode': 'NO_CODEGEN',
    'spark.sql.parquet.outputTimestampType': 'TIMESTAMP_MICROS',
    'spark.sql.extensions': 'io.delta.sql.DeltaSparkSessionExtension',
    'spark.sql.catalog.spark_catalog': 'org.apache.spark.sql.delta.catalog.DeltaCatalog',
    'spark.databricks.delta.snapshotPartitions': '1',
    'spark.databricks.delta.retentionDurationCheck.enabled': 'false',
}


def start():
    builder = SparkSession.builder.master('local[2]').appName('interop')
    for name, value in SETTINGS.items():
        builder = builder.config(name, value)
    session = builder.getOrCreate()
    session.sparkContext.setLogLevel('ERROR')
    return session


spark = start()


@contextlib.contextmanager
def applied(values):
    before = {name: spark.conf.get(name, None) for name in values}
    for name, value in values.items():
        spark.conf.set(name, value)
    try:
        yield
    finally:
        for name, value in before.items():
            spark.conf.unset(name) if value is None else spark.conf.set(name, value)


def sql(statements, settings=None):
    with applied(settings or {}):
        for statement in statements:
            spark.sql(statement).collect()


def create(table, schema):
    rows = spark.createDataFrame([], StructType.fromJson(json.loads(schema)))
    rows.write.format('delta').save(table)


def read(table, rows, version=None):
    at = '' if version is None else f' VERSION AS OF {version}'
    selected = spark.sql(f'SELECT * FROM delta.`{table}`{at}')
    # Columns of type void, which no Parquet file can hold as such.
    voids = [field.name for field in selected.schema if isinstance(field.dataType, NullType)]
    selected.drop(*voids).coalesce(1).write.parquet(rows)
    return describe(table, version)


def count(table, conditions):
    rows = spark.read.format('delta').load(table)
    return [[condition, rows.where(condition).count()] for condition in conditions]


def describe(table, version):
    log = spark._jvm.org.apache.spark.sql.delta.DeltaLog.forTable(spark._jsparkSession, table)
    nothing = spark._jvm.scala.Option.empty()
    newest = log.update(False, nothing, nothing)
    snapshot = newest if version is None else log.getSnapshotAt(version, nothing, nothing, False)
    return {
        'version': snapshot.version(),
        'schema': snapshot.metadata().schemaString(),
        'partitionedBy': [column for column in snapshot.metadata().partitionColumns().mkString('\n').split('\n') if column],
    }


serve({'sql': sql, 'create': create, 'read': read, 'count': count})
