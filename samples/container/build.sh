#!/bin/sh
# build.sh - builds the container image of the Containerfile here, from nothing but Debian packages, and tries it:
#
#     samples/container/build.sh       # build/container/: warcsift-VERSION-linux-ARCH.oci.tar
#     podman load -i ..., skopeo copy oci-archive:... docker://...
#     podman run --rm -v "$PWD:/data" --user "$(id -u):$(id -g)" warcsift:VERSION -o out crawl.warc.gz
#
# Needs mmdebstrap and buildah (taken from apt when missing), root, and the network; no daemon, no base image
# from a registry. SUITE: release of Debian (bookworm), MIRROR: where its packages come from. What takes long, the
# minimal Debian, is kept in build/container/ and used again: remove it for newer packages.
set -eu
top=$(cd "${0%/*}/../.." && pwd)
cd "$top"
work=$top/build/container
suite=${SUITE:-bookworm}
version=$(sed -n 's/^.define WS_VERSION "\(.*\)"/\1/p' include/warcsift/base.h)
revision=$(git rev-parse HEAD 2>/dev/null || echo unknown)
epoch=${SOURCE_DATE_EPOCH:-$(git log -1 --format=%ct 2>/dev/null || stat -c %Y include/warcsift/base.h)}
image=localhost/warcsift:$version
archive=$work/warcsift-$version-linux-$(uname -m).oci.tar

say() { printf 'container: %s\n' "$*" >&2; }
# Its storage is a directory of ours, and programs run in a plain chroot: that works inside of containers too.
buildah_here() { # COMMAND ARGUMENT...
    command=$1
    shift
    STORAGE_DRIVER=vfs buildah --root "$work/store" --runroot "$work/run" "$command" "$@"
}

[ "$(id -u)" -eq 0 ] || {
    say "needs root, to make a root file system (as another user: unshare, or podman build elsewhere)"
    exit 1
}
.ci/install-deps.sh container
mkdir -p "$work/context"
if [ ! -s "$work/$suite.tar" ]; then
    say "making a minimal Debian $suite ..."
    # shellcheck disable=SC2086 # nothing when there is none
    mmdebstrap --quiet --variant=minbase "$suite" "$work/part.tar" ${MIRROR:-}
    mv "$work/part.tar" "$work/$suite.tar"
fi
ln -f "$work/$suite.tar" "$work/context/root.tar"
git ls-files -z | tar --null -T - --owner=0 --group=0 -cf "$work/context/source.tar"

say "building $image ..."
buildah_here bud --isolation chroot --timestamp "$epoch" --build-arg "VERSION=$version" --build-arg "REVISION=$revision" \
    -t "$image" -f samples/container/Containerfile "$work/context" >"$work/log" 2>&1 || {
    tail -n 30 "$work/log" >&2
    exit 1
}
rm -f "$archive"
buildah_here push --quiet "$image" "oci-archive:$archive:warcsift:$version"
say "$archive, $(($(wc -c <"$archive") / 1000)) kB"

# Tried as the user it runs as, and against the program of this tree where that is built.
container=$(buildah_here from "$image")
trap 'buildah_here rm "$container" >/dev/null' EXIT
buildah_here run --isolation chroot "$container" -- /usr/local/bin/warcsift --version
root=$(buildah_here mount "$container")
say "$(du -sk "$root" | cut -f 1) kB in $(find "$root" -type f | wc -l) files"
[ ! -x build/release/warcsift ] || ROOT=$root WARCSIFT=$top/build/release/warcsift tests/packaging/root.t >"$work/root.tap" || {
    grep -A 9 '^not ok' "$work/root.tap" >&2
    exit 1
}
buildah_here umount "$container" >/dev/null
