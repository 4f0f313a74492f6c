#!/bin/sh
# The archives in samples/ are what make_samples.py makes of the pages there.
. "${0%/*}/../tap.sh"
command -v python3 >/dev/null || skip_all "no python3"

ok "make_samples.py runs" python3 "$SRC/samples/make_samples.py" "$tmp/samples"
# Compressed bytes depend on the zlib that Python has, the plain ones do not.
for name in mixed whole; do
    gzip -dc "$SRC/samples/$name.warc.gz" >"$tmp/committed"
    gzip -dc "$tmp/samples/$name.warc.gz" >"$tmp/made"
    same "$tmp/committed" "$tmp/made" "$name.warc.gz is up to date"
done
same "$SRC/samples/plain.warc" "$tmp/samples/plain.warc" "plain.warc is up to date"
done_testing
