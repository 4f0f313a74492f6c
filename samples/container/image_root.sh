#!/bin/sh
# image_root.sh PROGRAM ROOT - a root file system for PROGRAM alone: stripped, with the shared libraries it loads
# and, for those who look for known holes in images, the package entries and licences of these.
set -eu
program=$1
root=$2

mkdir -p "$root/usr/local/bin" "$root/etc" "$root/tmp" "$root/data" "$root/var/lib/dpkg/status.d"
chmod 1777 "$root/tmp"
chmod 777 "$root/data"
cp "$program" "$root/usr/local/bin/warcsift"
strip "$root/usr/local/bin/warcsift"
echo 'nobody:x:65534:65534:nobody:/:/nonexistent' >"$root/etc/passwd"
echo 'nogroup:x:65534:' >"$root/etc/group"
echo 'hosts: files dns' >"$root/etc/nsswitch.conf"
cp /etc/os-release "$root/etc/"

packages=
for file in $(ldd "$program" | sed -n 's/^.*=> \(\/[^ ]*\) .*/\1/p; s/^[[:space:]]*\(\/[^ ]*ld[^ ]*\) .*/\1/p'); do
    mkdir -p "$root${file%/*}"
    cp -L "$file" "$root$file"
    # Where /lib is a link to /usr/lib, the package may know the file by either name.
    owner=$(dpkg-query -S "$file" 2>/dev/null || dpkg-query -S "/usr$file" 2>/dev/null || dpkg-query -S "${file#/usr}")
    packages="$packages ${owner%%:*}"
done
if [ -s /etc/ssl/certs/ca-certificates.crt ]; then
    mkdir -p "$root/etc/ssl/certs"
    cp -L /etc/ssl/certs/ca-certificates.crt "$root/etc/ssl/certs/"
    packages="$packages ca-certificates"
fi
for package in $(printf '%s\n' $packages | sort -u); do
    dpkg-query -s "$package" >"$root/var/lib/dpkg/status.d/$package"
    mkdir -p "$root/usr/share/doc/$package"
    cp -L "/usr/share/doc/$package/copyright" "$root/usr/share/doc/$package/"
done
