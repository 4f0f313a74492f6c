"""Per-page scores of predictions by the benchmark's score.py, kept between runs, and their summaries."""
import collections
import concurrent.futures
import hashlib
import importlib.util
import json
import pathlib

GOLD = ("id", "dataset", "text", "with", "without", "page_type", "lang")
BREAKDOWN = {"wcxb": "page_type", "daniel": "lang"}
NOT_IN_MEAN = {"readability"} # its gold is the output of Readability.js, not of people
CHUNK = 40 # pages a task


def load_score(bench_dir):
    """The module score.py of the shared benchmark."""
    spec = importlib.util.spec_from_file_location("score", pathlib.Path(bench_dir, "score.py"))
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def digest(paths):
    total = hashlib.sha256()
    for path in paths:
        total.update(hashlib.sha256(pathlib.Path(path).read_bytes()).digest())
    return total.hexdigest()


def cached(path, key, make):
    """What make() gives, from the file if it was made with the same key."""
    if path.exists():
        kept = json.loads(path.read_text(encoding="utf-8"))
        if kept["key"] == key:
            return kept["value"]
    value = make()
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(".part")
    part.write_text(json.dumps({"key": key, "value": value}), encoding="utf-8")
    part.replace(path)
    return value


def load_gold(bench_dir, sets, cache_dir):
    """The pages of the sets without their HTML, in the order of the files."""
    def read():
        score = load_score(bench_dir)
        return [{field: page.get(field) for field in GOLD} for path in sets for page in score.read_jsonl(path)]
    return cached(cache_dir / "gold.json", digest(sets), read)


def score_chunk(bench_dir, pages, texts):
    score = load_score(bench_dir)
    return [score.score_page(page, text) for page, text in zip(pages, texts)]


def score_column(bench_dir, gold, paths, cache_file, gold_key, pool):
    """[score_page()'s figures of every gold page]; a page without a prediction counts as empty."""
    def compute():
        predictions = load_score(bench_dir).load_predictions(paths)
        chunks = [gold[i:i + CHUNK] for i in range(0, len(gold), CHUNK)]
        jobs = [pool.submit(score_chunk, bench_dir, chunk, [predictions.get(page["id"], "") for page in chunk])
                for chunk in chunks]
        scores = [figures for job in jobs for figures in job.result()]
        return {"pages": scores, "missing": sum(page["id"] not in predictions for page in gold)}
    return cached(cache_file, gold_key + digest(paths), compute)


def score_all(bench_dir, sets, columns, cache_dir):
    """columns: {name: [prediction files]}. Gives (gold, {name: {"pages": scores, "missing": n}})."""
    gold = load_gold(bench_dir, sets, cache_dir)
    key = digest([pathlib.Path(bench_dir, "score.py"), *sets])
    with concurrent.futures.ProcessPoolExecutor() as pool:
        return gold, {name: score_column(bench_dir, gold, paths, cache_dir / (name + ".json"), key, pool)
                      for name, paths in columns.items()}


def groups_of(page):
    """The rows that a page counts in: its set, its page type or language there."""
    field = BREAKDOWN.get(page["dataset"])
    yield page["dataset"], None
    if field and page[field]:
        yield page["dataset"], page[field]


def summarise(bench_dir, gold, columns):
    """{(set, group or None): {column: score.py's summary}}."""
    score = load_score(bench_dir)
    members = collections.defaultdict(list)
    for i, page in enumerate(gold):
        for group in groups_of(page):
            members[group].append(i)
    return {group: {name: score.summarise([column["pages"][i] for i in indices], 1)
                    for name, column in columns.items()}
            for group, indices in members.items()}


def text_sets(results):
    return [name for name, group in results if not group and any("F1" in s for s in results[name, None].values())]


def macro(results):
    """{column: mean of each figure over the text sets with independent gold}."""
    counted = [results[name, None] for name in text_sets(results) if name not in NOT_IN_MEAN]
    columns = counted[0]
    return {name: {key: sum(row[name][key] for row in counted) / len(counted) for key in ("F1", "P", "R", "bowF1")}
            for name in columns}
