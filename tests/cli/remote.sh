# shellcheck shell=sh
# remote.sh - what the tests of remote inputs and outputs share: an archive that is worth a transfer, and servers.
#
#     . "${0%/*}/remote.sh"
#     make_archive a.warc.gz 1500 7
#     serve .                # then: $url, and the requests in $tmp/requests
. "${0%/*}/lib.sh"

command -v python3 >/dev/null || skip_all "no python3"
"$WARCSIFT" --version | grep -q 'without libcurl' && skip_all "built without libcurl"
servers=
# shellcheck disable=SC2086 # a list of processes
trap 'kill $servers 2>/dev/null; wait 2>/dev/null; rm -rf "$tmp"' EXIT
no_proxy='*' # what is set for the machine is not for these servers
NO_PROXY=$no_proxy
export no_proxy NO_PROXY
unset http_proxy https_proxy all_proxy HTTPS_PROXY ALL_PROXY

# make_archive FILE PAGES SEED: pages of random words, a gzip member each, about 2.7 kB a page.
make_archive() {
    python3 - "$@" <<'PYTHON'
import gzip, random, sys
r = random.Random(int(sys.argv[3]))
words = ["".join(r.choice("abcdefghijklmnopqrstuvwxyz") for _ in range(r.randint(2, 9))) for _ in range(20000)]
with open(sys.argv[1], "wb") as f:
    for i in range(int(sys.argv[2])):
        text = "".join("<p>%s.</p>\n" % ", ".join(" ".join(r.choice(words) for _ in range(12)) for _ in range(4))
                       for _ in range(12))
        block = ("HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n<html><head><title>Page %d</title>"
                 "</head><body><article><h1>Page %d</h1>\n%s</article></body></html>" % (i, i, text)).encode()
        f.write(gzip.compress(
            b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:%08d-0000-4000-8000-000000000000>\r\n"
            b"WARC-Date: 2024-05-01T10:20:30Z\r\nWARC-Target-URI: http://example.org/%d\r\n"
            b"Content-Type: application/http; msgtype=response\r\nContent-Length: %d\r\n\r\n%s\r\n\r\n"
            % (i, i, len(block), block), 6, mtime=0))
PYTHON
}

# wait_for FILE: until it is there.
wait_for() {
    tries=0
    until [ -s "$1" ]; do
        tries=$((tries + 1))
        [ $tries -lt 200 ] || return 1
        sleep 0.1
    done
}

# serve DIR: sets url.
serve() {
    rm -f "$tmp/port"
    python3 "$SRC/tests/cli/fault_server.py" "$1" "$tmp/port" "$tmp/requests" 2>"$tmp/server.err" &
    servers="$servers $!"
    wait_for "$tmp/port" || {
        show "$tmp/server.err"
        skip_all "the server does not start"
    }
    url=http://127.0.0.1:$(cat "$tmp/port")
}

# requests QUERY: how many there were of a path or query.
requests() { grep -cF -e "$1	" "$tmp/requests"; }
