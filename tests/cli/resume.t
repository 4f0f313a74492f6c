#!/bin/sh
# Runs that are killed, with SIGKILL, at exact and reproducible places (pipeline/output/fault.h), and gone
# on with by the next run, until the input is done: shards and stats file are those of a run that was left alone.
[ -w /dev/shm ] && TMPDIR=/dev/shm && export TMPDIR # checkpoints without end: not on a disk
. "${0%/*}/lib.sh"
command -v python3 >/dev/null || skip_all "no python3"

# Under sanitizers a run takes long.
kills=50 few=12
case $WARCSIFT in *asan* | *tsan* | *debug*) kills=10 few=4 ;; esac
small=batch=4000 # plain bytes: some four records, so that there are many batches
seed=1

python3 - <<'END'
import gzip, random
random.seed(7)
WORDS = "alpha beta gamma delta of the and in house road tree long short and, of, the. with a at".split()

def record(i):
    words = " ".join(random.choice(WORDS) for _ in range(random.randint(60, 300)))
    page = ("<html lang=en><head><title>Page %d</title></head><body><p>%s</p><p>All pages say this, and the next.</p>"
            "<p>%s, and so on.</p></body></html>" % (i, words, words[::-1]))
    block = ("HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=%s\r\n\r\n%s" % (("utf-8", "gbk")[i % 9 == 0], page)).encode()
    return ("WARC/1.0\r\nWARC-Type: %s\r\nWARC-Record-ID: <urn:uuid:00000000-0000-4000-8000-%012d>\r\n"
            "WARC-Date: 2024-05-01T10:20:30Z\r\nWARC-Target-URI: http://h%d.example/%d\r\n"
            "WARC-Payload-Digest: sha1:%s\r\nContent-Type: application/http\r\nContent-Length: %d\r\n\r\n"
            % ("revisit" if i % 11 == 3 else "response", i, i % 7, i, "A" * 32, len(block))).encode() + block + b"\r\n\r\n"

records = [record(i) for i in range(300)]
members = [gzip.compress(r, mtime=0) for r in records]
def write(name, *parts):
    with open(name, "wb") as f:
        f.write(b"".join(parts))
write("spans.warc.gz", *members)
write("whole.warc.gz", gzip.compress(b"".join(records), mtime=0))
write("plain.warc", *records)
# Spans break off at each of these places, and the cutter reads on for a stretch: longer ones each time.
for i in 40, 41, 170, 250:
    half = len(members[i]) // 2
    members[i] = members[i][:half] + b"XXXX" + members[i][half + 4:]
for i in 90, 200:
    members[i] = b"rubbish in between" + members[i]
write("damaged.warc.gz", *members)
write("torn.warc.gz", b"".join(members)[:-300])
END
for i in 1 2 3; do page "Of another archive $i" x$i | response http://x.example/$i; done | gzip >other.warc.gz

rand() { # MAX: 1 to MAX, the same in every run of this test
    seed=$(((seed * 1103515245 + 12345) % 2147483648))
    rand=$((seed / 65536 % $1 + 1))
}
sums() { (cd "$1" && cat -- *.stats.json *.jsonl* | sha256sum && find . | sort && find . -name '*.sig' -exec sha256sum {} + | sort); }

far() { # CHECKPOINT...: bytes of the input up to the furthest position in them
    cat -- "$@" 2>/dev/null | sed -n 's/.*"position": {.*"done": \([0-9]*\).*/\1/p' | sort -n | tail -n 1 | grep . || echo 0
}

stats_files() { find "$1" -name '*.stats.json' 2>/dev/null | wc -l; }

# The status of a run that had nothing left to do is 0.
as_wanted() { [ "$status" -eq "$want_status" ] || { [ "$status" -eq 0 ] && [ "$ready" -eq "$inputs" ]; }; }

# kill_all WHAT KILLS MAX_STEPS WANTED_STATUS DIR ARGUMENT...: kills runs after up to MAX_STEPS steps, until there
# were KILLS of them; when the input is done before, it is begun again. A run that was killed behind its last stats
# file, with only checkpoints left to remove, leaves the next one nothing to do.
kill_all() {
    what=$1 wanted=$2 max=$3 want_status=$4 dir=$5
    shift 5
    rm -rf "$dir.want" "$dir"
    status=0
    WARCSIFT_TEST=$small,checkpoint=1000 "$WARCSIFT" -q -o "$dir.want" "$@" 2>/dev/null || status=$?
    is "$status" "$want_status" "$what: a run that is left alone"
    sums "$dir.want" >"$dir.sums"
    inputs=$(stats_files "$dir.want")
    killed=0 done=0 bad=0 runs=0 went_on=0
    while [ $killed -lt $wanted ] && [ $runs -lt 500 ]; do
        rand "$max"
        threads=$((runs % 4 + 1)) runs=$((runs + 1)) status=0
        before=$(far "$dir"/*.checkpoint) ready=$(stats_files "$dir")
        WARCSIFT_TEST=$small,checkpoint=0,signal=9,step=$rand sh -c 'echo $$ >pid; exec "$@"' sh \
            "$WARCSIFT" -q -j $threads -o "$dir" "$@" 2>err || status=$?
        if [ $status -eq 137 ]; then
            killed=$((killed + 1))
            [ "$(far "$dir"/*-"$(cat pid)"-*.checkpoint)" -ge "$before" ] && went_on=$((went_on + 1))
            continue
        fi
        as_wanted || bad=$((bad + 1))
        done=$((done + 1))
        sums "$dir" | cmp -s - "$dir.sums" || bad=$((bad + 1))
        rm -rf "$dir"
    done 2>/dev/null
    status=0 ready=$(stats_files "$dir")
    WARCSIFT_TEST=$small "$WARCSIFT" -q -j 2 -o "$dir" "$@" 2>err || status=$?
    ok "$what: done in the end, with status $status" as_wanted
    sums "$dir" >"$dir.got"
    same "$dir.got" "$dir.sums" "$what: the same bytes, and nothing else in the directory"
    is "$bad" 0 "$what: as often as it was done before ($killed kills, $went_on runs went on, $done done)"
    ok "$what: most runs went on, and were further than the one before" test $((went_on * 2)) -gt "$killed"
    rm -rf "$dir" "$dir.want"
}

kill_all gzip $kills 300 0 gz spans.warc.gz
kill_all "no compression" $kills 300 0 plain --compress none spans.warc.gz
if "$WARCSIFT" --version | grep -q 'without zstd'; then
    skip "this build has no zstd"
else
    kill_all zstd $kills 300 0 zst --compress zstd spans.warc.gz
    if command -v zstd >/dev/null; then
        zstd -q plain.warc -o packed.warc.zst
        kill_all "zstd input" $few 300 0 zin packed.warc.zst
    else
        skip "no zstd to make one with"
    fi
fi
kill_all signatures $kills 600 0 sig --minhash spans.warc.gz
kill_all "shards of 20 kB" $kills 600 0 split --shard-size 20K --compress none spans.warc.gz
kill_all "whole-file gzip" $few 300 0 whole whole.warc.gz
kill_all "plain input" $few 300 0 pin plain.warc
kill_all "damage" $kills 300 1 damaged damaged.warc.gz
kill_all "torn, listing revisits" $few 300 1 torn --list-revisits --verify-digests torn.warc.gz
kill_all "two passes" $few 4000 1 hosts --host-memory damaged.warc.gz
"$WARCSIFT" index spans.warc.gz | awk 'NR % 3 == 0' >index.cdxj
kill_all "an index" $few 200 0 index --cdx index.cdxj spans.warc.gz
kill_all "three inputs" $few 500 1 three whole.warc.gz other.warc.gz damaged.warc.gz

done_testing
