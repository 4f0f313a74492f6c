"""dedup.py make DIR PAIRS: pairs of documents at known similarity, in shards; dedup.py tell DIR LIST: what was found.

A pair is a text of random words and a copy in which some are replaced, far enough from each other that each takes
five runs of five words with it; so the Jaccard similarity of their sets of runs is known without counting on luck."""
import gzip
import json
import random
import sys

SIMILARITIES = (0.3, 0.4, 0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95)
WORDS = 500
RUN = 5


def vocabulary(rng):
    words = set()
    while len(words) < 20000:
        words.add("".join(rng.choice("bcdfghklmnprstvz") + rng.choice("aeiou") for _ in range(rng.choice((2, 2, 3, 3, 4)))) + "x")
    return sorted(words)


def pair(rng, words, similarity):
    runs = WORDS - RUN + 1
    replaced = round(runs * (1 - similarity) / (RUN * (1 + similarity)))
    text = [rng.choice(words) for _ in range(WORDS)]
    copy = list(text)
    for i in rng.sample(range(runs // RUN - 1), replaced):
        copy[RUN - 1 + RUN * i] = rng.choice(words) + "q"
    return text, copy, (runs - RUN * replaced) / (runs + RUN * replaced)


class Shard:
    """In members of a quarter of a MiB, as those of warcsift."""

    def __init__(self, path):
        self.path, self.lines, self.size = path, [], 0

    def add(self, line):
        if self.size + len(line) > 1 << 18:
            self.flush()
        self.lines.append(line)
        self.size += len(line)

    def flush(self):
        with open(self.path, "ab") as f:
            f.write(gzip.compress("".join(self.lines).encode(), 4, mtime=0))
        self.lines, self.size = [], 0


def make(directory, pairs):
    rng = random.Random(1)
    words = vocabulary(rng)
    shards = [Shard("%s/%s.jsonl.gz" % (directory, name)) for name in ("texts", "copies")]
    for number, similarity in enumerate(SIMILARITIES):
        for i in range(int(pairs)):
            *texts, jaccard = pair(rng, words, similarity)
            for shard, text in zip(shards, texts):
                lines = "\n".join(" ".join(text[k : k + 50]).capitalize() + "." for k in range(0, WORDS, 50))
                record = {"id": "%d-%d" % (number, i), "url": "http://example.com/%d" % i, "title": "", "text": lines, "jaccard": jaccard}
                shard.add(json.dumps(record) + "\n")
    for shard in shards:
        shard.flush()


def tell(directory, list_file):
    found, wrong = [0] * len(SIMILARITIES), 0
    with open(list_file, encoding="utf-8") as f:
        for record in map(json.loads, f):
            right = record["id"] == record["kept_id"]
            found[int(record["id"].split("-")[0])] += right
            wrong += not right
    n, jaccard = [0] * len(SIMILARITIES), {}
    with gzip.open(directory + "/copies.jsonl.gz", "rt", encoding="utf-8") as f:
        for record in map(json.loads, f):
            number = int(record["id"].split("-")[0])
            n[number] += 1
            jaccard[number] = record["jaccard"]
    print("| Jaccard similarity | pairs | found | in theory | standard error |\n|---|---|---|---|---|")
    worst = 0.0
    for number in range(len(SIMILARITIES)):
        theory = 1 - (1 - jaccard[number] ** 8) ** 14
        error = (theory * (1 - theory) / n[number]) ** 0.5
        recall = found[number] / n[number]
        worst = max(worst, abs(recall - theory) / max(error, 0.5 / n[number]))
        print("| %.3f | %d | %.3f | %.3f | %.3f |" % (jaccard[number], n[number], recall, theory, error))
    removed = sum(found) + wrong
    print("\nprecision: %d of %d that were left out are copies (%.4f); the farthest from theory: %.1f standard errors" % (sum(found), removed, sum(found) / removed, worst))


if __name__ == "__main__":
    {"make": make, "tell": tell}[sys.argv[1]](*sys.argv[2:])
