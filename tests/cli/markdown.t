#!/bin/sh
# Markdown of benchmark pages is read back as their text (tests/unit/test_markdown.c does it with md4c).
. "${0%/*}/../tap.sh"

reader=${WARCSIFT%/*}/tests/unit/test_markdown
bench=$WS_SHARED/bench
if ! [ -x "$reader" ] || "$reader" /dev/null | grep -q 'SKIP no md4c'; then
    skip "no md4c to read Markdown back with"
elif ! [ -d "$bench" ]; then
    skip "no ../shared/bench here (WS_SHARED)"
else
    # every 40th page, another one in each set
    python3 - "$bench" "$tmp" <<'END'
import glob, json, lzma, os, sys
for s, path in enumerate(sorted(glob.glob(os.path.join(sys.argv[1], "*.dev.jsonl.xz")))):
    for i, line in enumerate(lzma.open(path, "rt", encoding="utf-8")):
        html = json.loads(line).get("html") if i % 40 == s else None
        if html:
            with open(os.path.join(sys.argv[2], "%02d-%04d.html" % (s, i)), "w", encoding="utf-8",
                      errors="replace") as f:
                f.write(html)
END
    "$reader" "$tmp"/*.html >"$tmp/log"
    grep -A 3 '^not ok' "$tmp/log" | sed 's/^not ok/# &/' || :
    ok "there are pages" test "$(grep -c '^ok' "$tmp/log")" -gt 40
    is "$(grep -c '^not ok' "$tmp/log")" 0 "all are read back"
fi
done_testing
