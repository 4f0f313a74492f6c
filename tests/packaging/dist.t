#!/bin/sh
# The tarball of make dist-static: what is in it, and that it is the same bytes whenever it is packed. Called by
# .ci/run, after make dist-static.
. "${0%/*}/../tap.sh"
[ -x "$SRC/build/static/warcsift" ] || skip_all "no build/static/warcsift: make static"

SOURCE_DATE_EPOCH=1700000000
export SOURCE_DATE_EPOCH
run "$SRC/.ci/dist-static.sh"
is "$status" 0 "dist-static.sh runs"
is "$(grep -c 'no copyright file' "$tmp/err")" 0 "the licence of every library is found"
archive=$(ls "$SRC"/build/warcsift-*-linux-*.tar.gz)
cp "$archive" "$tmp/first"
(
    umask 077
    TZ=Asia/Tokyo run "$SRC/.ci/dist-static.sh"
)
same "$archive" "$tmp/first" "packed again: the same bytes"

name=$(basename "$archive" .tar.gz)
tar -tvzf "$archive" --numeric-owner --utc --full-time >"$tmp/list"
unlike "$tmp/list" '^.{10} [^ ]*[1-9]' "every file is root's"
is "$(grep -vc '2023-11-14 22:13:20' "$tmp/list")" 0 "and of the one date"
for file in bin/warcsift share/man/man1/warcsift.1 README.md LICENSE licenses/libc licenses/libxml2; do
    like "$tmp/list" " $name/$file\$" "$file is in it"
done
tar -xzf "$archive" -C "$tmp"
run "$tmp/$name/bin/warcsift" --version
is "$status" 0 "the program in it runs"
same "$tmp/$name/share/man/man1/warcsift.1" "$SRC/pipeline/warcsift.1" "with the manual of this tree"
unset SOURCE_DATE_EPOCH
"$SRC/.ci/dist-static.sh" 2>/dev/null # as make dist-static leaves it
done_testing
