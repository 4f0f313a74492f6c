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

# make_archive FILE PAGES SEED [TEXT]: pages of random words, a gzip member each, about 2.7 kB a page. TEXT of its twelve
# paragraphs are text, and the others script: for tests of the way of the bytes, which need not wait for articles.
make_archive() {
    python3 - "$@" <<'PYTHON'
import gzip, random, sys
r = random.Random(int(sys.argv[3]))
shown = int(sys.argv[4]) if len(sys.argv) > 4 else 12
words = ["".join(r.choice("abcdefghijklmnopqrstuvwxyz") for _ in range(r.randint(2, 9))) for _ in range(20000)]
with open(sys.argv[1], "wb") as f:
    for i in range(int(sys.argv[2])):
        p = ["<p>%s.</p>\n" % ", ".join(" ".join(r.choice(words) for _ in range(12)) for _ in range(4)) for _ in range(12)]
        text = "%s<script>%s</script>" % ("".join(p[:shown]), "".join(p[shown:]))
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

# serve DIR [CERTIFICATE]: sets url.
serve() {
    rm -f "$tmp/port"
    python3 "$SRC/tests/cli/fault_server.py" "$1" "$tmp/port" "$tmp/requests" ${2:+"$2"} 2>"$tmp/server.err" &
    servers="$servers $!"
    wait_for "$tmp/port" || {
        show "$tmp/server.err"
        skip_all "the server does not start"
    }
    url=http${2:+s}://127.0.0.1:$(cat "$tmp/port")
}

# requests QUERY: how many there were of a path or query.
requests() { grep -cF -e "$1	" "$tmp/requests"; }

# find_versitygw: sets versitygw, or leaves the test out.
find_versitygw() {
    versitygw=$(command -v versitygw) || versitygw=$(go env GOPATH 2>/dev/null)/bin/versitygw
    [ -x "$versitygw" ] || skip_all "no versitygw (.ci/install-deps.sh s3)"
}

# serve_s3 DIR: buckets are the directories in it. Sets url, and the credentials for it in the environment.
serve_s3() {
    s3_dir=$1
    for try in 1 2 3 4 5; do
        # It cannot choose a port by itself; another one may have taken it meanwhile.
        s3_port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
        ROOT_ACCESS_KEY=AKTEST ROOT_SECRET_KEY=sk-secret/test+ "$versitygw" --port "127.0.0.1:$s3_port" \
            --region us-east-1 --quiet posix "$s3_dir" >"$tmp/s3.log" 2>&1 &
        s3_pid=$!
        servers="$servers $s3_pid"
        tries=0
        while [ $tries -lt 100 ] && kill -0 $s3_pid 2>/dev/null; do
            python3 -c 'import socket, sys; socket.create_connection(("127.0.0.1", int(sys.argv[1])), 1)' "$s3_port" \
                2>/dev/null && break 2
            sleep 0.1
            tries=$((tries + 1))
        done
    done
    kill -0 $s3_pid 2>/dev/null || {
        show "$tmp/s3.log"
        skip_all "versitygw does not start"
    }
    url=http://127.0.0.1:$s3_port
    unset AWS_PROFILE AWS_SESSION_TOKEN AWS_DEFAULT_REGION AWS_ENDPOINT_URL_S3
    AWS_ENDPOINT_URL=$url AWS_ACCESS_KEY_ID=AKTEST AWS_SECRET_ACCESS_KEY=sk-secret/test+ AWS_REGION=us-east-1
    AWS_SHARED_CREDENTIALS_FILE=$tmp/no-credentials AWS_CONFIG_FILE=$tmp/no-config
    export AWS_ENDPOINT_URL AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY AWS_REGION AWS_SHARED_CREDENTIALS_FILE AWS_CONFIG_FILE
}

s3() { python3 "$SRC/tests/cli/s3.py" "$url" "$@"; }
