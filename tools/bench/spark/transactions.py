"""Transactions as a PySpark job with delta-spark: transactions.py JARS WORK LAKE SHUFFLE_PARTITIONS, then ROWS or RAW.

ROWS: makes that many rows, writes them as the raw Parquet, reads that, and keeps any row of each id.
RAW:  a raw Parquet that is there, of which the row stands that stands in Sluice, so that the tables can be compared.
Both write customer_transactions and customer_daily_aggregates as Delta tables into LAKE; nothing is served or judged.
"""

import os
import sys

from pyspark.sql import SparkSession, Window
from pyspark.sql import functions as f

JARS, WORK, LAKE, PARTITIONS, GIVEN = sys.argv[1:]

SETTINGS = {
    'spark.jars': ','.join(os.path.join(JARS, name) for name in sorted(os.listdir(JARS))),
    'spark.driver.memory': '4g',
    'spark.driver.bindAddress': '127.0.0.1',
    'spark.driver.host': '127.0.0.1',
    'spark.driver.extraJavaOptions': f'-Dderby.system.home={WORK} -Duser.timezone=UTC',
    'spark.local.dir': WORK,
    'spark.ui.enabled': 'false',
    'spark.ui.showConsoleProgress': 'false',
    'spark.sql.warehouse.dir': os.path.join(WORK, 'warehouse'),
    'spark.sql.session.timeZone': 'UTC',
    'spark.sql.parquet.outputTimestampType': 'TIMESTAMP_MICROS',
    'spark.sql.extensions': 'io.delta.sql.DeltaSparkSessionExtension',
    'spark.sql.catalog.spark_catalog': 'org.apache.spark.sql.delta.catalog.DeltaCatalog',
}
if PARTITIONS != 'default':
    SETTINGS['spark.sql.shuffle.partitions'] = PARTITIONS
    # How many tasks read a Delta log: 50 by default, whatever its size.
    SETTINGS['spark.databricks.delta.snapshotPartitions'] = PARTITIONS


def start():
    builder = SparkSession.builder.master('local[2]').appName('transactions')
    for name, value in SETTINGS.items():
        builder = builder.config(name, value)
    session = builder.getOrCreate()
    session.sparkContext.setLogLevel('ERROR')
    return session


def generated(spark, rows):
    """1,200 at a time or 1,200,000: by Spark's own functions, which is the fastest way that it has."""
    merchants = f.array(*map(f.lit, ['STORE_01', 'STORE_02', 'ONLINE_SHOP', 'GAS_STATION', 'RESTAURANT']))
    numbers = spark.range(rows).withColumn('repeats', f.rand(1) < 0.05)
    # An id that repeats is that of an earlier row.
    number = f.when(f.col('repeats'), f.floor(f.rand(2) * f.col('id'))).otherwise(f.col('id'))
    digest = f.md5(number.cast('string'))
    parts = [f.substring(digest, start, length) for start, length in [(1, 8), (9, 4), (13, 4), (17, 4), (21, 12)]]
    return numbers.select(
        f.concat_ws('-', *parts).alias('transaction_id'),
        f.concat(f.lit('C'), (1000 + f.floor(f.rand(3) * 101)).cast('string')).alias('customer_id'),
        f.round(f.rand(4) * 550 - 50, 2).alias('amount'),
        f.timestamp_seconds(f.lit(1767225600) - f.floor(f.rand(5) * 5 * 86400)).alias('timestamp'),
        f.element_at(merchants, (1 + f.floor(f.rand(6) * 5)).cast('int')).alias('merchant'),
    )


def deduplicated(spark, given):
    if given.isdecimal():
        raw = os.path.join(LAKE, 'raw.parquet')
        generated(spark, int(given)).write.mode('overwrite').parquet(raw)
        return spark.read.parquet(raw).dropDuplicates(['transaction_id'])
    by = Window.partitionBy('transaction_id').orderBy('timestamp', 'amount', 'customer_id', 'merchant')
    ranked = spark.read.parquet(given).withColumn('delivery', f.row_number().over(by))
    return ranked.where(f.col('delivery') == 1).drop('delivery')


def main():
    spark = start()
    transactions = os.path.join(LAKE, 'customer_transactions')
    deduplicated(spark, GIVEN).write.format('delta').mode('overwrite').save(transactions)
    daily = (
        spark.read.format('delta')
        .load(transactions)
        .where(f.col('amount') > 0)
        .withColumn('transaction_date', f.to_date('timestamp'))
        .groupBy('customer_id', 'transaction_date')
        .agg(f.sum('amount').cast('decimal(12,2)').alias('total_amount'), f.count('*').alias('transaction_count'))
    )
    daily.write.format('delta').mode('overwrite').save(os.path.join(LAKE, 'customer_daily_aggregates'))
    spark.stop()


main()
