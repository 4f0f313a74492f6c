#!/usr/bin/env python3
"""dedup.py SHARDS OUT [--keep longest|oldest|first] - what "warcsift dedup" does, on Spark.

    warcsift -o /shared/corpus --minhash @inputs.txt        # or pipe.py ... -- --minhash
    spark-submit samples/spark/dedup.py /shared/corpus /shared/clean

For when one machine is outgrown: the same documents are left out, the lines that stay are the same. The signatures are
those that --minhash left in SHARDS/minhash; stats files say which shards belong to them. SHARDS and OUT are on a file
system that all executors see. Executors need Python alone."""
import argparse
import bisect
import gzip
import hashlib
import json
import os
import re
import sys

from pyspark.sql import SparkSession
from pyspark.sql import functions as F

ROWS = 8
RECORD = 8 * ROWS + 4
LINE_BITS = 40  # of a document: above them the number of its shard
BLANKS = re.compile("[ \t\n\v\f\r]+")


def open_shard(path, mode):
    return gzip.GzipFile(path, mode, 6, mtime=0) if ".gz" in os.path.basename(path) else open(path, mode)


def find_shards(directory):
    """[path] in the order of the local command, and {input: ([number of the first document], [shard])}."""
    inputs = {}
    for name in os.listdir(directory):
        if name.endswith(".stats.json"):
            with open(os.path.join(directory, name), encoding="utf-8") as f:
                inputs[name[: -len(".stats.json")]] = [(s["name"], s["articles"]) for s in json.load(f)["shards"]]
    paths = sorted(os.fsencode(name) for shards in inputs.values() for name, _ in shards)
    number = {os.fsdecode(name): i for i, name in enumerate(paths)}
    places = {}
    for name, shards in inputs.items():
        first, firsts = 0, []
        for _, articles in shards:
            firsts.append(first)
            first += articles
        places[name] = (firsts, [number[shard] for shard, _ in shards])
    return [os.path.join(directory, os.fsdecode(name)) for name in paths], places


def read_shard(numbered):
    """(document, key of its text, length, date) for each line."""
    number, path = numbered
    with open_shard(path, "rb") as f:
        for line, bytes_ in enumerate(f):
            record = json.loads(bytes_)
            date = record.get("date") or record.get("metadata", {}).get("date") or "~"
            plain = BLANKS.sub(" ", record["text"]).strip(" ")
            key = hashlib.blake2b(plain.encode("utf-8", "replace"), digest_size=16).digest()
            yield number << LINE_BITS | line, bytearray(key), len(plain), date[:19]


def read_signatures(item):
    """(key, document) for each record of the file of one band and one input."""
    band, path, (firsts, shards) = item
    with open(path, "rb") as f:
        while record := f.read(RECORD):
            index = int.from_bytes(record[-4:], "little")
            at = bisect.bisect_right(firsts, index) - 1
            yield bytearray(bytes([band]) + record[:-4]), shards[at] << LINE_BITS | index - firsts[at]


def link(keys):
    """Documents with a key in common, each with the least of them."""
    least = keys.groupBy("key").agg(F.min("doc").alias("v"), F.count("*").alias("n")).where("n > 1").drop("n")
    return keys.join(least, "key").where("doc != v").select(F.col("doc").alias("u"), "v").distinct().localCheckpoint()


def connect(edges):
    """(document, least of its cluster): large and small stars by turns, until nothing changes any more (Kiveris et
    al., Connected Components in MapReduce and Beyond, 2014)."""
    before = None
    while True:
        both = edges.union(edges.select(F.col("v").alias("u"), F.col("u").alias("v")))
        least = both.groupBy("u").agg(F.least("u", F.min("v")).alias("m"))
        edges = both.join(least, "u").where("v > u").select(F.col("v").alias("u"), F.col("m").alias("v")).distinct().persist()
        least = edges.groupBy("u").agg(F.min("v").alias("m"))
        near = edges.join(least, "u").where("v != m").select(F.col("v").alias("u"), F.col("m").alias("v"))
        edges = near.union(least.select("u", F.col("m").alias("v"))).distinct().localCheckpoint()
        now = edges.agg(F.count("*"), F.sum(F.xxhash64("u", "v").cast("decimal(38)"))).first()
        if now == before:
            return edges
        before = now


def choose(clusters, documents, keep):
    """The documents that do not stay."""
    order = {"longest": F.struct(-F.col("length"), "doc"), "oldest": F.struct("date", "doc"), "first": F.struct("doc")}[keep]
    members = clusters.select(F.col("u").alias("doc"), F.col("v").alias("root"))
    members = members.union(clusters.select(F.col("v").alias("doc"), F.col("v").alias("root")).distinct())
    members = members.join(documents, "doc")
    best = members.groupBy("root").agg(F.min(order)["doc"].alias("best"))
    return members.join(best, "root").where("doc != best").select("doc")


def write_shard(item, out):
    """Appears under its name complete or not at all, whichever attempts there are."""
    path, removed = item
    removed = set(removed)
    target = os.path.join(out, os.path.basename(path))
    part = "%s.%s-%d.part" % (target, os.uname().nodename, os.getpid())
    with open_shard(path, "rb") as f, open_shard(part, "wb") as o:
        for line, bytes_ in enumerate(f):
            if line not in removed:
                o.write(bytes_)
    os.replace(part, target)
    return len(removed)


def main():
    parser = argparse.ArgumentParser(usage=__doc__)
    parser.add_argument("shards")
    parser.add_argument("out")
    parser.add_argument("--keep", choices=("longest", "oldest", "first"), default="longest")
    args = parser.parse_args()
    paths, places = find_shards(args.shards)
    bands = sorted(d for d in os.listdir(os.path.join(args.shards, "minhash")) if d.startswith("bucket_"))
    files = [
        (band, os.path.join(args.shards, "minhash", d, name + ".minhash.sig"), place)
        for band, d in enumerate(bands)
        for name, place in places.items()
    ]
    os.makedirs(args.out, exist_ok=True)

    spark = SparkSession.builder.appName("warcsift dedup").getOrCreate()
    sc = spark.sparkContext
    slices = 4 * sc.defaultParallelism
    numbered = sc.parallelize(list(enumerate(paths)), min(len(paths), slices))
    documents = numbered.flatMap(read_shard).toDF("doc long, exact binary, length long, date string").persist()
    near = sc.parallelize(files, min(len(files), slices)).flatMap(read_signatures).toDF("key binary, doc long")
    keys = near.union(documents.select(F.col("exact").alias("key"), "doc")).persist()
    edges = link(keys)
    keys.unpersist()
    removed = choose(connect(edges), documents, args.keep)

    lines = removed.rdd.map(lambda r: (r.doc >> LINE_BITS, r.doc & (1 << LINE_BITS) - 1)).groupByKey()
    out = args.out
    written = numbered.leftOuterJoin(lines).map(lambda i: write_shard((i[1][0], i[1][1] or ()), out))
    print("%d documents, %d are left out" % (documents.count(), written.sum()))
    spark.stop()
    return 0


if __name__ == "__main__":
    sys.exit(main())
