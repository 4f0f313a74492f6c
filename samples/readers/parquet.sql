-- parquet.sql - all shards in corpus/ as one Parquet file: duckdb <samples/readers/parquet.sql
-- A line may be larger than the 16 MB that DuckDB grants an object.
COPY (
    SELECT * REPLACE (CAST(date AS TIMESTAMPTZ) AS date)
    FROM read_json('corpus/*.jsonl.gz', format = 'newline_delimited', maximum_object_size = 134217728)
) TO 'corpus.parquet' (FORMAT parquet, COMPRESSION zstd);
