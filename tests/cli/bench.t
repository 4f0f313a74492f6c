#!/bin/sh
# The programs behind make score: what becomes of a peer that fails, what is kept, what the tables say.
. "${0%/*}/../tap.sh"
command -v python3 >/dev/null || skip_all "no python3"
case ${FLAVOR:-release} in asan | tsan) skip_all "none of it is compiled" ;; esac
PYTHONDONTWRITEBYTECODE=1
export PYTHONDONTWRITEBYTECODE

mkdir -p tools/our_own_peer-1.dist-info work
printf 'Metadata-Version: 2.1\nName: our-own-peer\nVersion: 1\n' >tools/our_own_peer-1.dist-info/METADATA
cp "$SRC"/tests/bench/*.py tools
cat >tools/peer_table.py <<'EOF'
import dataclasses, os, time, typing

def good(html): return html.upper()
def raises(html): return html[99]
def hangs(html): return time.sleep(60 if html == "two" else 0) or "text"
def dies(html): return os._exit(3) if html == "two" else "text"

@dataclasses.dataclass
class Peer:
    run: typing.Callable
    package: str = "our-own-peer"
    heading: tuple = ("a", "b")
    def text(self, html, language): return self.run(html)
    def stamp(self): return {"run": self.run.__name__}
    def version(self): return "1"

PEERS = {f.__name__: Peer(f) for f in (good, raises, hangs, dies)}
PEERS["absent"] = Peer(good, "no-such-package-as-this")
EOF
cat >make_pages.py <<'EOF'
import json, lzma
with lzma.open("s.dev.jsonl.xz", "wt") as pages:
    for word in ("one", "two", "three"):
        print(json.dumps({"id": "s/" + word, "html": word, "lang": None}), file=pages)
EOF
python3 make_pages.py

# --- peers.py ---------------------------------------------------------------------------------------
peers() { run python3 tools/peers.py "$@" work s.dev.jsonl.xz; }
lacks() { grep -c "\"error\": \"$2" "work/$1.jsonl"; }

peers --timeout 2
is "$status" 0 "peers that fail do not stop the run"
like err 'passed over: absent' "a peer that is not installed is named"
texts=$(cut -d '"' -f 4,8 work/good.jsonl | tr '\n' ' ')
is "$texts" 's/one"ONE s/three"THREE s/two"TWO ' "texts, in the order of the ids"
is "$(lacks good '')" 0 "and no errors"
is "$(lacks raises IndexError)" 3 "exceptions are named"
is "$(lacks hangs timeout)" 1 "a page that takes too long is given up"
is "$(grep -c '"text"}\|"text": "text"' work/hangs.jsonl)" 2 "the others have their text"
is "$(lacks dies died)" 1 "a page that ends the process is given up"
is "$(grep -c '"text": "text"' work/dies.jsonl)" 2 "the others have their text"

peers --timeout 2 --stale
is "$(cat out)" absent "nothing else is run again"
sed 's/"run": self/"changed": 1, "run": self/' tools/peer_table.py >t && mv t tools/peer_table.py
peers --timeout 2 --stale
is "$(cat out)" "good raises hangs dies absent" "but when a peer's settings change"

# --- bench_report.py, bench_sample.py ---------------------------------------------------------------
cat >make_result.py <<'EOF2'
import json
def row(cpu, pages=100, megabytes=10): return {"pages": pages, "megabytes": megabytes, "runs": [[c, c, 20] for c in cpu]}
json.dump({"machine": "m", "load": 0, "date": "d", "versions": "a <b> & c", "repeat": "r", "rows": {
    "warcio + trafilatura": row([9, 9, 9], 10, 1), "FastWARC + Resiliparse": row([7, 5, 6]),
    "warcsift -j 1": row([2, 1, 3]), "warcsift -j 2": row([1, 1, 1]),
    "warcsift -j 1, no language": row([2, 2, 2]), "warcsift -j 1, fineweb and MinHash": row([3, 3, 3]),
    "warcsift dedup -j 1, of those shards": row([2, 1, 1], 50, 70),
    "inflate alone, libdeflate": row([.5, .5, .5])}}, open("result.json", "w"))
EOF2
python3 make_result.py
run python3 tools/bench_report.py result.json report
is "$status" 0 "a report"
like report.md '^| warcsift -j 1 | 2.00 \(1.00 to 3.00\) | 20.000 | 50 | 5.0 | 1.00 | 20 |' "has medians, per page and per megabyte"
like report.md 'Resiliparse to warcsift -j 1 | 3.00 ' "the ratio to the peer"
like report.md 'trafilatura to warcsift -j 1 | 45.00 ' "the one to the sampled peer, per page"
like report.md 'floor of libdeflate | 4.00 ' "and to the floor"
like report.md 'fineweb and MinHash to .* | 1.50 | at most 1.4 ' "what a corpus costs"
like report.md 'JSONL per CPU second.* | 70.00 | at least 50 ' "and dedup"
run python3 -c 'import xml.dom.minidom as x; print(len(x.parse("report.svg").getElementsByTagName("rect")))'
is "$(cat out)" 5 "the plot is XML: a bar for each but -j 2"

run python3 tools/bench_sample.py "$WARCSIFT" "$SRC/samples/mixed.warc.gz" 5 sample.warc.gz
is "$status,$(cat out)" '0,{"pages": 12, "sample_pages": 4}' "every n-th page, at most so many"
run "$WARCSIFT" check sample.warc.gz
like out ': 5 records, 0 errors' "with the request of one of them, makes an archive again"

# --- unseen.py ------------------------------------------------------------------------------------
printf '#!/bin/sh\nread -r _\ncat said.json\n' >says
chmod +x says
cat >said.json <<'EOF'
{"text": "- One line\nHome and away\nA cell\tof a table\nThis row says what every reader of the paper ought to know by now."}
EOF
cat >unseen.jsonl <<'EOF'
{"id": "a/1", "html": "x", "lines": ["One line", "of a table", "is gone"], "prompts": ["A cell", "Home", "what every reader of the paper ought to know by now"]}
{"id": "b/1", "html": "x", "lines": ["One\u00a0line"], "junk": ["One line"]}
EOF
run python3 tools/unseen.py unseen.jsonl ./says good
is "$(sed -n '1,2s/  *//gp' out)" "warcsifta2of3promptsleft,1of3lineslost
warcsiftb1of1junkleft,0of1lineslost" "lines and cells that come out, a short one only as a whole"
is "$(sed -n '3,4s/  *//gp' out)" "good1a0of3promptsleft,3of3lineslost
good1b0of1junkleft,1of1lineslost" "and those of a peer"

# --- simulation.py ----------------------------------------------------------------------------------
cat >simulate.py <<'EOF2'
import sys
sys.path.insert(0, "tools")
from simulation import Batch, Costs, run
free = Costs(feed=0, end_of_file=0, cutter=None)
even = [Batch(inflate=1, work=9, commit=0, pages=1) for _ in range(100)]
print("%g" % run([even], 1, 4, free), "%g" % run([even], 4, 10, free), "%g" % run([even], 4, 10, Costs(0, 0, 5)))
print("%g" % run([[Batch(0, 1, 1, 1)] * 100], 50, 102, free))
slow = [Batch(0, 100, 0, 1)] + [Batch(0, 1, 0, 1)] * 198
print("%g" % run([slow], 2, 4, free), "%g" % run([slow], 2, 200, free))
print("%g" % run([even] * 3, 1, 4, Costs(feed=2, end_of_file=5, cutter=None)))
EOF2
run python3 simulate.py
is "$(sed -n 1p out)" "1000 250 509" "threads share the work; the cutter is one for all"
is "$(sed -n 2p out)" 101 "commits come one after the other"
is "$(sed -n 3p out)" "198 149" "a slow batch stops the others once all slots wait for it"
is "$(sed -n 4p out)" 3615 "the lock of the feed and the end of a file count"

# --- score_table.py ---------------------------------------------------------------------------------
[ -f "$WS_SHARED/bench/score.py" ] || {
    skip "no score.py: the tables"
    done_testing
}
rm -r work
mkdir work
cat >make_scores.py <<'EOF'
import json, lzma
TEXT = "the quick brown fox jumps over the lazy dog and then some more of the same".split()
sets = [("wcxb", "page_type", "forum"), ("daniel", "lang", "el"), ("zhnews", "lang", None), ("zhweb", "lang", None),
        ("readability", "lang", None), ("trafilatura", "lang", None)]
with lzma.open("all.dev.jsonl.xz", "wt") as gold, open("work/good.jsonl", "w") as peer, \
        open("work/cv.jsonl", "w") as ours:
    for name, field, value in sets:
        page = {"id": name + "/1", "dataset": name, "html": "<p>", field: value, "text": " ".join(TEXT)}
        if name == "trafilatura":
            page.update({"text": None, "with": ["lazy dog", "quick brown"], "without": ["elephant"]})
        print(json.dumps(page), file=gold)
        print(json.dumps({"id": page["id"], "text": " ".join(TEXT[:10])}), file=peer)
        print(json.dumps({"id": page["id"], "text": " ".join(TEXT[:14] if name == "zhweb" else TEXT)}), file=ours)
EOF
python3 make_scores.py
cp work/cv.jsonl shipped.jsonl
table() { run python3 tools/score_table.py "$@" "$WS_SHARED/bench" work shipped.jsonl --sets all.dev.jsonl.xz; }

table --json score.json
is "$status" 0 "the tables are printed"
# 16 words have 13 four-grams, 10 words 7 of them, 14 words 11: R 7/13 and F1 14/20, then 22/24.
like out \
    '^zhweb +1  \.700\* .* \.700  \.917  \.917 \+0\.217 $' "F1 of the peer, the best peer, ours and their difference"
like out '^mean of 4 sets +\.700\*' "the mean leaves readability out"
like out '^el +1 ' "languages have rows"
like out '^forum +1 ' "page types have rows"
like out '^trafilatura acc +1 1\.000\* ' "snippets have rows"
like out '^left out, not run here: raises, hangs, dies, absent$' "peers without a file are named"
mean=$(python3 -c 'import json; print("%.3f" % json.load(open("score.json"))["macro"]["cv"]["F1"])')
is "$mean" 0.979 "--json has the figures"

table --check
is "$status" 0 "--check: all demands hold"
like out '  ok    wcxb forum, above the best peer +1\.0000  \(0\.7000\)' "each with both figures"

table --pages 2
is "$(awk 'NR > 3 { print $1, $NF }' out | tr '\n' ' ')" ".917 zhweb/1 1.000 daniel/1 " "--pages: the worst page first"

printf '{"id": "zhweb/1", "text": "nothing of it"}\n' >>work/cv.jsonl
table --check
is "$status" 1 "a changed file is scored anew: a demand fails"
like out '  FAILS zhweb, above the best peer +0\.0000 ' "and is named"

rm work/cv.jsonl
table --check
is "$status" 1 "nothing is judged without cv.jsonl"
like out 'make train-cv writes it' "and it is said how to make it"
done_testing
