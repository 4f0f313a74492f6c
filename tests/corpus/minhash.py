"""minhash.py make: WET records of texts that are hard to normalise and to cut into words.
minhash.py check DIR: signatures that datatrove makes of the shards in DIR, beside those in DIR/minhash.
minhash.py remove DIR: how many documents its later stages remove by the signatures in DIR/minhash."""
import glob
import gzip
import json
import os
import random
import sys
import tempfile

WORDS = """the of and to a in house don't can't won't I'm we're it's dont cant wont im gonna o'clock rock'n'roll John's U.S. e.g.
Dr. Mr. 9am 10:30 5km 3.5kg 12,000 $5 €20 £3.50 50% #tag @user a/b and/or well-known state-of-the-art e-mail x@example.com
http://www.example.com/a?b=c www.example.org C++ C# .NET 1st 2nd 3rd 1990s '90s "quoted" (in brackets) [sic] {x} ... … — – - _x_
naïve café Ångström Straße GRÖSSE façade ÇA İstanbul ıI Dvořák Łódź Žižek Ñandú ﬁne ΟΔΟΣ ΣΊΣΥΦΟΣ Σ άλφα Привет ЙОГУРТ ёлка
東京、大阪 你好，世界。 日本語のテキスト 한국어 각각 ไทยภาษา مرحبا ١٢٣٫٥ हिन्दी நன்றி 12３４ １ ½ x² H₂O ™ © ® ° 😀 👍🏽 🇩🇪 ♥ → ≥ × · • 1,234.5
e\u0301cole a\u0308\u0323b \u200bzero\u200dwidth soft\u00adhyphen no\u00a0break cm² km/h 7°C A4 B-52 mp3 v2.0 10x 4K IS_ALPHA""".split()


def make():
    rng = random.Random(1)
    for i in range(400):
        n = rng.choice((3, 5, 8, 40, 120))
        pool = WORDS if i % 3 else [chr(c) for c in range(0x21 + 90 * i % 0x3000, 0x90 + 90 * i % 0x3000) if c < 0xD800]
        text = "".join(rng.choice(pool) + rng.choice((" ", " ", " ", "\n", ", ", ".  ")) for _ in range(n))
        if i % 10 == 9:
            text = before + " and one more word"
        before = text
        block = text.encode("utf-8", "ignore")
        head = (
            "WARC/1.0\r\nWARC-Type: conversion\r\nWARC-Record-ID: <urn:uuid:00000000-0000-4000-8000-%012d>\r\n"
            "WARC-Target-URI: http://a/%d\r\nWARC-Date: 2024-05-01T10:20:30Z\r\nContent-Type: text/plain\r\nContent-Length: %d\r\n\r\n"
        )
        sys.stdout.buffer.write((head % (i, i, len(block))).encode() + block + b"\r\n\r\n")


def check(directory):
    from datatrove.data import Document
    from datatrove.pipeline.dedup.minhash import MinhashDedupSignature
    from loguru import logger

    logger.remove()
    for shard in sorted(glob.glob(directory + "/*.jsonl.gz")):
        name = os.path.basename(shard)[: -len(".jsonl.gz")]
        with gzip.open(shard, "rt", encoding="utf-8") as f, tempfile.TemporaryDirectory() as out:
            texts = [json.loads(line)["text"] for line in f]
            MinhashDedupSignature(out).run(Document(text=t, id=str(i)) for i, t in enumerate(texts))
            same = 0
            for band in range(14):
                with open("%s/bucket_%03d/00000.minhash.sig" % (out, band), "rb") as want:
                    with open("%s/minhash/bucket_%03d/%s.minhash.sig" % (directory, band, name), "rb") as got:
                        same += want.read() == got.read()
        print("%s: %d documents, %d of 14 files are the same" % (name, len(texts), same))


def remove(directory):
    from datatrove.pipeline.dedup.minhash import MinhashDedupBuckets, MinhashDedupCluster
    from loguru import logger

    logger.remove()
    with tempfile.TemporaryDirectory() as work:
        for sig in glob.glob(directory + "/minhash/bucket_*/*.sig"):
            bucket, name = sig.split("/")[-2:]
            names = sorted(os.listdir(os.path.dirname(sig)))
            os.makedirs("%s/signatures/%s" % (work, bucket), exist_ok=True)
            os.symlink(os.path.abspath(sig), "%s/signatures/%s/%05d.minhash.sig" % (work, bucket, names.index(name)))
        for rank in range(14):
            MinhashDedupBuckets(work + "/signatures", work + "/buckets").run(None, rank, 14)
        MinhashDedupCluster(work + "/buckets", work + "/remove").run(None, 0, 1)
        print(sum(os.path.getsize(f) // 4 for f in glob.glob(work + "/remove/*.remove")))


if __name__ == "__main__":
    {"make": make, "check": check, "remove": remove}[sys.argv[1]](*sys.argv[2:])
