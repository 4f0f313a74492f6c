#!/bin/sh
# What README.md shows is what the program does.
. "${0%/*}/../tap.sh"

"$WARCSIFT" --help | grep -oE -e '--[a-z-]+' | sort -u >"$tmp/options"
grep -oE '^\|.*`--?[a-z-]+.*\|' "$SRC/README.md" | grep -oE -e '--[a-z-]+' | sort -u >"$tmp/readme"
same "$tmp/readme" "$tmp/options" "the table of options has all of them, and no others"

run "$WARCSIFT" -q -o - "$SRC/samples/mixed.warc.gz"
head -n 1 "$tmp/out" | grep -oE '"[a-z0-9_]+":' | tr -d '":' | sort -u >"$tmp/keys"
sed -n '/^Every line is an object/,/^## /s/^| \(`[^|]*\) |.*/\1/p' "$SRC/README.md" | tr -d '` ' | tr , '\n' |
    sort -u >"$tmp/readme"
same "$tmp/readme" "$tmp/keys" "the table of keys has all of them, and no others"

if "$WARCSIFT" --version | grep -q 'without CLD2'; then
    skip "this build has no CLD2, and the example has its score"
elif command -v python3 >/dev/null; then
    cat >"$tmp/example.py" <<'EOF'
import json, re, sys
example = json.loads(re.search("```json\n(.*?)```", open(sys.argv[1], encoding="utf-8").read(), re.S)[1])
record = next(r for r in map(json.loads, open(sys.argv[2], encoding="utf-8")) if r["id"] == example["id"])
assert list(example) == list(record), "keys differ"
for key, value in example.items():
    # "..." stands for what was left out of a long text.
    parts = value.split(" ... ") if isinstance(value, str) else [value]
    same = value == record[key] or len(parts) == 2 and (
        record[key].startswith(parts[0]) and record[key].endswith(parts[1]))
    assert same, "%s: %r in README.md, %r in the record" % (key, value, record[key])
EOF
    ok "the example record is the one that samples/ gives" python3 "$tmp/example.py" "$SRC/README.md" "$tmp/out"
else
    skip "no python3"
fi
done_testing
