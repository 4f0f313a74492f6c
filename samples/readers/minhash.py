#!/usr/bin/env python3
"""minhash.py SHARDS OUT [TASKS [LANGUAGE]] - near-duplicates out of warcsift's shards, by datatrove.

    warcsift -o shards --schema datatrove @inputs.txt
    samples/readers/minhash.py shards deduplicated 16 eng

datatrove's pipelines for web crawls read archives and extract, filter, and deduplicate; this is the last part of theirs,
with FineWeb's settings, from the shards on. Every schema will do: what is not text and id becomes metadata. On a cluster
take SlurmPipelineExecutor in place of LocalPipelineExecutor. Needs: pip install 'datatrove[io,processing]' spacy"""
import sys

from datatrove.executor import LocalPipelineExecutor
from datatrove.pipeline.dedup import MinhashDedupBuckets, MinhashDedupCluster, MinhashDedupFilter, MinhashDedupSignature
from datatrove.pipeline.dedup.minhash import MinhashConfig
from datatrove.pipeline.readers import JsonlReader
from datatrove.pipeline.writers import JsonlWriter
from datatrove.utils.hashing import HashConfig
from datatrove.utils.typeshelper import Languages

CONFIG = MinhashConfig(hash_config=HashConfig(hash_fc="sha1", precision=64), n_grams=5, num_buckets=14, hashes_per_bucket=8)


def main():
    shards, out = sys.argv[1:3]
    tasks = int(sys.argv[3]) if len(sys.argv) > 3 else 1
    language = sys.argv[4] if len(sys.argv) > 4 else Languages.english
    work = out.rstrip("/") + ".minhash"

    # *.stats.json, the lists of inputs and unfinished parts lie beside the shards.
    reader = JsonlReader(shards, glob_pattern="*.jsonl.gz")
    signatures = [reader, MinhashDedupSignature(work + "/signatures", config=CONFIG, language=language)]
    buckets = [MinhashDedupBuckets(work + "/signatures", work + "/buckets", config=CONFIG)]
    clusters = [MinhashDedupCluster(work + "/buckets", work + "/remove", config=CONFIG)]
    rest = [reader, MinhashDedupFilter(work + "/remove"), JsonlWriter(out)]

    # The last stage has to be split into the same tasks as the first.
    stages = [("signatures", signatures, tasks), ("buckets", buckets, CONFIG.num_buckets), ("clusters", clusters, 1), ("filter", rest, tasks)]
    for name, pipeline, n in stages:
        LocalPipelineExecutor(pipeline, tasks=n, workers=min(n, 8), logging_dir="%s/logs/%s" % (work, name)).run()


if __name__ == "__main__":
    main()
