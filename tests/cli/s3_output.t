#!/bin/sh
# Output to S3: an input is there whole, with its stats file, or not at all.
. "${0%/*}/remote.sh"
case ${FLAVOR:-release} in tsan) skip_all "takes minutes; cli/s3.t and cli/remote.t have the same threads" ;; esac
find_versitygw

mkdir files s3 spools
make_archive files/a.warc.gz 100 7
make_archive files/big.warc.gz 4500 8
TMPDIR=$tmp/spools
export TMPDIR
serve_s3 "$tmp/s3"
ok "a bucket" s3 PUT /corpus
: >faults
: >sent
python3 "$SRC/tests/cli/s3_proxy.py" port "${url##*:}" faults sent 2>proxy.err &
servers="$servers $!"
wait_for port || skip_all "the proxy does not start"
AWS_ENDPOINT_URL=http://127.0.0.1:$(cat port)
run "$WARCSIFT" -q -o local files/a.warc.gz
run "$WARCSIFT" -q -o local --compress none files/big.warc.gz
ok "one is worth several parts" test "$(wc -c <local/big.jsonl)" -gt 17000000

setting=A=b # for the environment of the program
send() { run env "$setting" "$WARCSIFT" "$@"; }
keys() { s3 GET '/corpus?list-type=2' | tr '<' '\n' | sed -n 's/^Key>//p'; }
uploads() { s3 GET '/corpus?uploads=' | grep -c '<UploadId>'; }
is_sent() { # KEY FILE WHAT
    s3 GET "/corpus/$1" >object
    same object "$2" "$3"
}

send -q -o s3://corpus/run/1 files/a.warc.gz
is "$status" 0 "an input"
is_sent run/1/a.jsonl.gz local/a.jsonl.gz "its shard"
is_sent run/1/a.stats.json local/a.stats.json "its stats file"
is "$(ls spools)" "" "nothing is left on this machine"
is "$(grep -c '^PUT.*stats' sent)" 1 "the stats file was sent once"
ok "and last" sh -c 'grep ^PUT sent | tail -n 1 | grep -q stats'
send -o s3://corpus/run/1/ files/a.warc.gz
like err '1 skipped, done before' "a second run has nothing to do"
send -q -o s3://corpus/run/1 --shard-size 100K files/a.warc.gz
is "$(keys | tr '\n' ' ')" "$(printf 'run/1/a-%05d.jsonl.gz ' 0 1 2 3 4)run/1/a.stats.json " "other options: the old shard is gone"
send -q -o s3://corpus/run/1 files/a.warc.gz
is "$(keys | tr '\n' ' ')" "run/1/a.jsonl.gz run/1/a.stats.json " "and the other way round"
send -q -o s3://corpus/run/1 --force files/a.warc.gz
is "$status" 0 "--force"
send -q -o 's3://corpus/k=v/a b+é' files/a.warc.gz
is_sent 'k=v/a b+é/a.jsonl.gz' local/a.jsonl.gz "any prefix"

big() { # WHAT: sends the large one to a fresh prefix
    n=$((${n:-0} + 1))
    : >sent
    send -q -o s3://corpus/big/$n --compress none "$@" files/big.warc.gz
}
big
is "$status" 0 "a shard in parts"
is_sent big/1/big.jsonl local/big.jsonl "same bytes"
is "$(grep -c 'PUT.*partNumber=' sent)" 3 "three parts"
is "$(uploads)" 0 "the upload is over"

for fault in 'partNumber=2 2 500' 'partNumber=1 1 503' 'POST.*uploads= 1 500' 'POST.*uploadId= 2 503' 'partNumber=3 1 reset' 'POST.*uploadId= 1 lost'; do
    echo "$fault" >faults
    big
    is "$status" 0 "$fault"
    is_sent big/$n/big.jsonl local/big.jsonl "$fault: same bytes"
    is "$(uploads)" 0 "$fault: the upload is over"
done

for fault in 'partNumber=2 99 500' 'POST.*uploadId= 99 503' 'partNumber=3 1 400' 'PUT.*stats 99 500'; do
    echo "$fault" >faults
    big --retries 1
    is "$status" 3 "$fault, for ever"
    like err '^warcsift: s3://corpus/big/[0-9]*: big\.(jsonl|stats\.json): HTTP status [45]0' "$fault: told"
    is "$(uploads)" 0 "$fault: the upload is given up"
    keys | grep "^big/$n/" | grep -v 'big\.jsonl$' >left
    same left /dev/null "$fault: nothing vouches for it"
done
: >faults
is "$(ls spools)" "" "nothing is left on this machine"

setting=AWS_SECRET_ACCESS_KEY=wrong
send -q -o s3://corpus/x files/a.warc.gz
is "$status" 3 "a wrong key"
like err 'HTTP status 403 \(SignatureDoesNotMatch\)$' "is told"
setting=A=b
send -q -o s3://no-such-bucket/x files/a.warc.gz
is "$status" 3 "no such bucket"
like err 'HTTP status 404' "is told"
send -q -o https://example.org/ files/a.warc.gz
is "$status" 2 "other addresses are no place for output"
send -q -o here --spool there files/a.warc.gz
is "$status" 2 "--spool is for s3:// alone"

# An input that fails.
send -q -o s3://corpus/f files/missing.warc.gz
is "$status" 1 "a missing input"
is "$(keys | grep ^f/)" f/missing.failed.json "leaves why"
cp files/a.warc.gz files/missing.warc.gz
send -q -o s3://corpus/f files/missing.warc.gz
is "$(keys | grep ^f/ | tr '\n' ' ')" "f/missing.jsonl.gz f/missing.stats.json " "until it is read"

# With a spool of its own a killed run is gone on with.
for step in 20 60; do
    (
        WARCSIFT_TEST=batch=400000,checkpoint=0,signal=9,step=$step
        export WARCSIFT_TEST
        exec "$WARCSIFT" -q -o s3://corpus/s/$step --spool spool.$step files/big.warc.gz
    ) 2>/dev/null
    is $? 137 "killed at step $step"
    ok "it has a checkpoint" sh -c "ls spool.$step | grep -q checkpoint"
    setting=WARCSIFT_TEST=batch=400000
    send -q -o s3://corpus/s/$step --spool spool.$step files/big.warc.gz
    is "$status" 0 "gone on with"
    send -q -o want files/big.warc.gz
    setting=A=b
    is_sent s/$step/big.jsonl.gz want/big.jsonl.gz "same bytes"
    is "$(ls spool.$step)" "" "the spool is empty"
done
"$WARCSIFT" -q -o ready files/a.warc.gz
send -o s3://corpus/ready --spool ready files/a.warc.gz
like err '1 skipped, done before' "what is complete in the spool is not made again"
is_sent ready/a.jsonl.gz local/a.jsonl.gz "but sent"
done_testing
