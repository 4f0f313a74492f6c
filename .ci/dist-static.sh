#!/bin/sh
# dist-static.sh - packs build/static/warcsift with its manual, README and licences, its own and those of the
# libraries in it: build/warcsift-VERSION-linux-ARCH.tar.gz. The same sources and libraries give the same
# bytes, wherever and whenever: every file has the date SOURCE_DATE_EPOCH (default: that of the last commit).
set -eu
cd "${0%/*}/.."
program=build/static/warcsift
version=$(sed -n 's/^.define WS_VERSION "\(.*\)"/\1/p' include/warcsift/base.h)
name=warcsift-$version-linux-$(uname -m)
epoch=${SOURCE_DATE_EPOCH:-$(git log -1 --format=%ct 2>/dev/null || stat -c %Y include/warcsift/base.h)}
dir=build/dist/$name

say() { printf 'dist-static.sh: %s\n' "$*" >&2; }

[ -x $program ] || {
    say "no $program: make static"
    exit 1
}
rm -rf build/dist
mkdir -p "$dir/bin" "$dir/share/man/man1" "$dir/licenses"
cp $program "$dir/bin/warcsift"
strip "$dir/bin/warcsift"
cp pipeline/warcsift.1 "$dir/share/man/man1/"
cp README.md LICENSE "$dir/"

# Whose code is in the program: each library that was linked, by the package that has it.
for library in c gomp stdc++ z uchardet utf8proc pcre2-8 deflate zstd crypto lz4 brotlidec xxhash; do
    file=$(gcc -print-file-name=lib$library.a)
    package=$(dpkg-query -S "$(realpath "$file")" 2>/dev/null | sed 's/:.*//' | head -n 1)
    copyright=/usr/share/doc/$package/copyright
    if [ -n "$package" ] && [ -f "$copyright" ]; then
        cp "$copyright" "$dir/licenses/lib$library"
    else
        say "no copyright file of lib$library: see where it comes from"
    fi
done
if [ -f build/libxml2-sid/Copyright ]; then
    cp build/libxml2-sid/Copyright "$dir/licenses/libxml2"
else
    say "no copyright file of libxml2: build it anew (rm -r build/libxml2-sid)"
fi

find "$dir" -type d -exec chmod 755 {} +
find "$dir" -type f -exec chmod 644 {} +
chmod 755 "$dir/bin/warcsift"
tar -C build/dist --format=ustar --sort=name --owner=0 --group=0 --numeric-owner --mtime="@$epoch" -cf "build/$name.tar" "$name"
gzip -9nf "build/$name.tar"
rm -rf build/dist
say "build/$name.tar.gz, $(wc -c <"build/$name.tar.gz") bytes"
