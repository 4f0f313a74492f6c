#!/bin/sh
# The packaged program in a root file system of its own, beside the program of this build tree (WARCSIFT).
#
#     tests/packaging/root.t                 build/static/warcsift in a root with nothing else in it
#     ROOT=DIR tests/packaging/root.t        what a container has: DIR/usr/local/bin/warcsift
#
# Writes to ROOT/ws, and takes it away again. Called by .ci/run and .ci/container.sh, not by tests/run.sh: what
# is tested here has to be built first.
. "${0%/*}/../tap.sh"
command -v python3 >/dev/null || skip_all "no python3"

# changes the root directory: as root, or in a user namespace of one's own
if [ "$(id -u)" -eq 0 ] && chroot / true 2>/dev/null; then
    change_root() { chroot "$@"; }
elif unshare -r chroot / true 2>/dev/null; then
    change_root() { unshare -r chroot "$@"; }
else
    skip_all "neither root nor a user namespace: cannot change the root directory"
fi
if [ -z "${ROOT:-}" ]; then
    [ -x "$SRC/build/static/warcsift" ] || skip_all "no build/static/warcsift: make static"
    ROOT=$tmp/root
    mkdir -p "$ROOT/usr/local/bin"
    cp "$SRC/build/static/warcsift" "$ROOT/usr/local/bin/"
fi
mkdir "$ROOT/ws" || exit 1
trap 'rm -rf "$ROOT/ws" "$tmp"' EXIT
in_root() { run change_root "$ROOT" /usr/local/bin/warcsift "$@"; }

cp "$SRC"/samples/*.warc* "$SRC"/samples/pages/*.html "$ROOT/ws/"

# --- the program starts, with all that is optional ----------------------------------------------------
in_root --version
is "$status" 0 "--version"
"$WARCSIFT" --version >"$tmp/here"
is "$(head -n 1 "$tmp/out")" "$(head -n 1 "$tmp/here")" "the version is that of this tree"
unlike "$tmp/out" 'without (libdeflate|zstd|brotli|lz4|libcrypto)' "no optional library is missing"

# --- archives: the same records as from this tree (whose languages CLD2 may tell, which no static build has) ---
for name in mixed.warc.gz whole.warc.gz plain.warc damaged.warc.gz; do
    for threads in 1 2; do
        here_status=0
        "$WARCSIFT" -q --lid declared -j $threads -o - "$ROOT/ws/$name" >"$tmp/here" 2>/dev/null || here_status=$?
        in_root -q --lid declared -j $threads -o - "/ws/$name"
        is "$status" "$here_status" "$name, $threads threads: status"
        same "$tmp/out" "$tmp/here" "$name, $threads threads: the same records"
    done
done
like "$tmp/here" '"id"' "and there are some"

in_root -q --lid declared -j 2 -o /ws/shards /ws/mixed.warc.gz /ws/whole.warc.gz
is "$status" 0 "shards are written"
for name in mixed whole; do
    gzip -dc "$ROOT/ws/shards/$name.jsonl.gz" >"$tmp/there"
    "$WARCSIFT" -q --lid declared -o - "$ROOT/ws/$name.warc.gz" >"$tmp/here"
    same "$tmp/there" "$tmp/here" "$name.jsonl.gz: the same records"
done

# --- libraries: digests, zstd both ways, lz4 -------------------------------------------------------------
in_root check /ws/mixed.warc.gz
"$WARCSIFT" check "$ROOT/ws/mixed.warc.gz" >"$tmp/here" 2>&1
is "$status" 0 "check: structure and digests"
in_root -q --lid declared --compress zstd -o /ws/zstd /ws/mixed.warc.gz
is "$status" 0 "--compress zstd"
"$WARCSIFT" -q --lid declared -o - "$ROOT/ws/mixed.warc.gz" >"$tmp/here"
zstd -qdc "$ROOT/ws/zstd/mixed.jsonl.zst" >"$tmp/there"
same "$tmp/there" "$tmp/here" "zstd reads it back"
for kind in zstd lz4; do
    command -v $kind >/dev/null || {
        skip "no $kind"
        continue
    }
    $kind -qc "$SRC/samples/plain.warc" >"$ROOT/ws/plain.warc.$kind"
    in_root -q --lid declared -o - --stdin-name plain.warc "/ws/plain.warc.$kind"
    "$WARCSIFT" -q --lid declared -o - "$ROOT/ws/plain.warc.$kind" >"$tmp/here"
    same "$tmp/out" "$tmp/here" "an archive in $kind"
    like "$tmp/out" '"id"' "$kind: with records"
done

# --- character sets: nothing of the system's iconv is there ----------------------------------------------
python3 - "$ROOT/ws" <<'EOF'
import sys
texts = {
    "zh": "星期六，青年画家的作品展览在本市美术馆开幕。展览将持续到本月底，儿童和退休人员可以免费参观，还可以参加周末的绘画讲座。",
    "tw": "星期六，青年畫家的作品展覽在本市美術館開幕。展覽將持續到本月底，兒童和退休人員可以免費參觀，還可以參加週末的繪畫講座。",
    "ja": "土曜日に市の美術館で若い画家たちの展覧会が始まりました。展覧会は今月の終わりまで続き、子供とお年寄りは無料で入ることができます。",
    "ko": "토요일에 시립 미술관에서 젊은 화가들의 전시회가 열렸다. 전시회는 이달 말까지 계속되며 어린이와 노인은 무료로 입장할 수 있다.",
    "ru": "В субботу в городе открылась выставка молодых художников: её можно будет посмотреть до конца месяца.",
}
for label, codec, text in (("gbk", "gbk", "zh"), ("gb18030", "gb18030", "zh"), ("big5", "big5", "tw"),
                           ("shift_jis", "cp932", "ja"), ("euc-jp", "euc_jp", "ja"), ("iso-2022-jp", "iso2022_jp", "ja"),
                           ("euc-kr", "cp949", "ko"), ("windows-1251", "cp1251", "ru")):
    page = f"<!DOCTYPE html><meta charset={label}><title>1</title><article>" + f"<p>{texts[text]}</p>" * 3 + "</article>"
    open(f"{sys.argv[1]}/{label}.page", "wb").write(page.encode(codec))
    open(f"{sys.argv[1]}/{label}.text", "w", encoding="utf-8").write(texts[text] + "\n")
EOF
for label in gbk gb18030 big5 shift_jis euc-jp iso-2022-jp euc-kr windows-1251; do
    in_root extract "/ws/$label.page"
    head -n 1 "$tmp/out" >"$tmp/first"
    same "$tmp/first" "$ROOT/ws/$label.text" "a page in $label"
done
for page in "$SRC"/samples/pages/*.html; do
    name=${page##*/}
    "$WARCSIFT" extract --lid declared --format json "$ROOT/ws/$name" >"$tmp/here"
    in_root extract --lid declared --format json "/ws/$name"
    sed 's/"source": *"[^"]*"//' "$tmp/out" >"$tmp/there"
    sed -i 's/"source": *"[^"]*"//' "$tmp/here"
    same "$tmp/there" "$tmp/here" "$name: the same record"
done
done_testing
