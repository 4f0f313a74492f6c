#!/bin/sh
# libxml2.sh - builds the newest libxml2 that Debian (or Ubuntu) has sources of into build/libxml2-sid, for
#
#     make LIBXML2=build/libxml2-sid
#
# Static and no larger than warcsift needs: HTML, SAX1, threads. The source package comes from the mirror that
# apt uses already, with a sources list and package lists of its own, so that the system's apt never sees them.
# Does nothing when it is built already. SUITE=... names another suite than sid (Debian) or devel (Ubuntu).
set -eu
cd "${0%/*}/.."

least=2.14 # the first version whose tokenizer follows HTML 5
dest=$PWD/build/libxml2-sid
work=$PWD/build/libxml2-source

say() { printf 'libxml2.sh: %s\n' "$*" >&2; }
give_up() {
    say "$1"
    exit 1
}

[ ! -f "$dest/lib/libxml2.a" ] || exit 0

command -v apt-get >/dev/null 2>&1 || give_up "needs apt-get: build libxml2 $least or newer yourself, statically, and
  install it with --prefix=$dest (it needs include/libxml2 and lib/libxml2.a there)"

as_root() {
    if [ "$(id -u)" -eq 0 ]; then
        "$@"
    else
        sudo -n "$@"
    fi
}
if ! command -v dpkg-source >/dev/null 2>&1 || ! command -v make >/dev/null 2>&1 || ! command -v gcc >/dev/null 2>&1; then
    as_root apt-get update -q >&2
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends \
        dpkg-dev gcc libc6-dev make >&2
fi

# The mirror: of the first package list that is of the distribution itself.
distribution=$(sed -n 's/^ID=//p' /etc/os-release)
case $distribution in
debian) origin=Debian suite=${SUITE:-sid} ;;
ubuntu) origin=Ubuntu suite=${SUITE:-devel} ;;
*) give_up "no source packages known for $distribution" ;;
esac
mirror=$(apt-get indextargets --format '$(ORIGIN) $(REPO_URI)' 'Created-By: Packages' |
    sed -n "s/^$origin \(.*[^/]\)\/*\$/\1/p" | grep -v security | head -n 1)
if [ -z "$mirror" ]; then # no package lists yet: the distribution's own
    case $distribution in
    debian) mirror=http://deb.debian.org/debian ;;
    ubuntu) mirror=http://archive.ubuntu.com/ubuntu ;;
    esac
fi
keyring=/usr/share/keyrings/$distribution-archive-keyring.gpg
[ -f "$keyring" ] || give_up "$keyring is missing: cannot check signatures"

rm -rf "$work" "$dest"
mkdir -p "$work/lists/partial" "$work/archives/partial"
echo "deb-src [signed-by=$keyring] $mirror $suite main" >"$work/sources.list"
apt_get() {
    apt-get -q -o Dir::Etc::sourcelist="$work/sources.list" -o Dir::Etc::sourceparts=- \
        -o Dir::State::lists="$work/lists" -o Dir::Cache="$work" -o Dir::Cache::archives=archives \
        -o Debug::NoLocking=true -o APT::Sandbox::User="$(id -un)" "$@"
}
# Warnings (a network that is down) do not fail an update: the download that follows does.
if ! { apt_get update && cd "$work" && apt_get source --download-only libxml2; } >"$work/log" 2>&1; then
    tail -n 5 "$work/log" >&2
    give_up "no source package of libxml2 in suite $suite of $mirror"
fi
version=$(sed -n 's/^Version: \(.*:\)\{0,1\}\([0-9.]*\).*/\2/p' "$work"/libxml2_*.dsc)
dpkg --compare-versions "$version" ge $least || give_up "suite $suite has libxml2 $version, older than $least"

say "building libxml2 $version"
jobs=$(getconf _NPROCESSORS_ONLN 2>/dev/null || echo 2)
if ! (
    dpkg-source --no-check -x "$work"/libxml2_*.dsc "$work/src" && # apt has checked it
        cd "$work/src" &&
        ./configure --prefix="$dest" --disable-shared --enable-static --with-pic --with-minimum --with-html \
            --with-sax1 --with-threads CFLAGS='-O2 -g' &&
        make -j "$jobs" libxml2.la &&
        make install-libLTLIBRARIES &&
        make -C include install &&
        cp Copyright "$dest/Copyright"
) >"$work/log" 2>&1; then
    tail -n 30 "$work/log" >&2
    rm -rf "$dest"
    give_up "the build failed, see $work/log"
fi
rm -rf "$work"
say "libxml2 $version is in $dest"
