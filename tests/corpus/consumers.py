"""Lines of shards through a program that reads them elsewhere: consumers.py CONSUMER DIR...

Every value must come out as it stands in the JSON. Prints for each DIR "DIR" and the number of rows, or "DIR: " and the
first difference."""
import datetime
import glob
import gzip
import json
import math
import os
import sys
import tempfile
import uuid


def utc(value):
    """A time as consumers have it, as seconds since 1970."""
    return (value if value.tzinfo else value.replace(tzinfo=datetime.timezone.utc)).timestamp()


def same(got, want, key):
    """got: what a consumer made of want, of which it may know that it is a time or an id."""
    if hasattr(got, "item"):  # a scalar of numpy
        got = got.item()
    if isinstance(want, dict):
        return isinstance(got, dict) and not difference(got, want)
    if got is None or isinstance(got, (float, datetime.datetime)) and got != got:  # NaN, NaT
        # pandas takes columns of some names for times, "modified" among them.
        return want is None or key == "modified" and want == ""
    if isinstance(got, datetime.datetime):
        return isinstance(want, str) and utc(got) == utc(datetime.datetime.fromisoformat(want))
    if isinstance(got, uuid.UUID):
        return str(got) == want
    if isinstance(want, float):
        return math.isclose(got, want, rel_tol=1e-15)
    return type(got) is type(want) and got == want


def difference(got, want):
    for key in {**want, **got}:
        if key not in got or key not in want:
            return "%s is in only one of them" % key
        if not same(got[key], want[key], key):
            return "%s: %r instead of %r" % (key, got[key], want[key])
    return ""


def duckdb_rows(files):
    import duckdb
    found = duckdb.sql("SELECT * FROM read_json(%r)" % files)
    names = found.columns
    return [dict(zip(names, row)) for row in found.fetchall()]


def pandas_rows(files):
    import pandas
    return [row for f in files for row in pandas.read_json(f, lines=True).to_dict("records")]


def polars_rows(files):
    import polars
    return polars.read_ndjson(files).to_dicts()


def polars_scan_rows(files):
    import polars
    return polars.scan_ndjson(files).collect().to_dicts()


def pyarrow_rows(files):
    import pyarrow.json
    return [row for f in files for row in pyarrow.json.read_json(f).to_pylist()]


def load_dataset(files, **how):
    import datasets
    datasets.disable_progress_bars()
    return datasets.load_dataset("json", data_files=files, split="train", **how)


def datasets_rows(files):
    with tempfile.TemporaryDirectory(dir=".") as cache:
        return load_dataset(files, cache_dir=cache).to_list()


def datasets_streaming_rows(files):
    return list(load_dataset(files, streaming=True))


def spark_rows(files):
    from pyspark.sql import SparkSession
    spark = SparkSession.builder.master("local[1]").config("spark.ui.enabled", False).getOrCreate()
    return [row.asDict(recursive=True) for row in spark.read.json(files).collect()]


def datatrove_rows(files):
    """Document, back to what stands in the line; the reader adds the path of the file."""
    from datatrove.pipeline.readers import JsonlReader
    rows = []
    for name in files:
        folder, base = os.path.split(os.path.abspath(name))
        for d in JsonlReader(folder, glob_pattern=base)():
            d.metadata.pop("file_path")
            rows.append({"text": d.text, "id": d.id, "metadata": d.metadata})
    return rows


def dolma_rows(files):
    """As its taggers read: a document that does not fit the types is an error there."""
    import msgspec
    import smart_open
    from dolma.core.data_types import InputSpecWithMetadata
    decoder = msgspec.json.Decoder(InputSpecWithMetadata)
    rows = []
    for name in files:
        with smart_open.open(name, "rb") as f:
            rows += [msgspec.structs.asdict(decoder.decode(line)) for line in f]
    for row in rows:
        assert row.pop("version") is None
    return rows


# What each makes of the layouts of others: all that is not text and id is metadata.
def as_datatrove(row):
    rest = {k: v for k, v in row.items() if k not in ("text", "id", "metadata")}
    return {"text": row["text"], "id": row["id"], "metadata": {**row.get("metadata", {}), **rest}}


def check(consumer, folder):
    files = sorted(glob.glob(folder + "/*.jsonl.gz"))
    want = []
    for name in files:
        with gzip.open(name, "rt", encoding="utf-8", newline="\n") as f:
            want += [json.loads(line) for line in f]
    if consumer == "datatrove":
        want = [as_datatrove(row) for row in want]
    got = globals()[consumer.replace("-", "_") + "_rows"](files)
    if consumer == "spark":  # files in an order of its own
        got.sort(key=lambda row: row["id"])
        want.sort(key=lambda row: row["id"])
    if len(got) != len(want):
        return "%d rows, and there are %d" % (len(got), len(want))
    for i, (g, w) in enumerate(zip(got, want)):
        found = difference(g, w)
        if found:
            return "row %d, %s" % (i, found)
    return ""


def main():
    for folder in sys.argv[2:]:
        try:
            found = check(sys.argv[1], folder)
        except Exception as e:
            found = "%s: %s" % (type(e).__name__, e)
        print(folder + (": " + found[:600].replace("\n", " ") if found else ""), flush=True)


main()
