#!/usr/bin/env python3
"""fixtures_peer.py READER FILE... - what another reader makes of archives, in the form of payloads.c:
READER is fastwarc, fastwarc-quirks or warcio. What it gave of a payload before it failed counts; then it is done
with that file."""
import sys

PIECE = 4096


def fastwarc(path, quirks=False):
    from fastwarc.warc import ArchiveIterator

    options = {"parse_http": True, "quirks_mode": quirks, "auto_decode": "all", "max_header_len": 1 << 20}
    for record in ArchiveIterator(open(path, "rb"), **options):
        yield record.record_id, record.reader


def warcio(path):
    from warcio.archiveiterator import ArchiveIterator

    for record in ArchiveIterator(open(path, "rb")):
        yield record.rec_headers.get_header("WARC-Record-ID"), record.content_stream()


READERS = {
    "fastwarc": fastwarc,
    "fastwarc-quirks": lambda path: fastwarc(path, quirks=True),
    "warcio": warcio,
}


def put(out, record_id, stream):
    payload = bytearray()
    try:
        while piece := stream.read(PIECE):
            payload += piece
    finally:
        out.write(b"%s %d\n" % (str(record_id).encode(), len(payload)))
        out.write(payload)


def main():
    out = sys.stdout.buffer
    for path in sys.argv[2:]:
        out.write(f"{path}\n".encode())
        try:
            for record_id, stream in READERS[sys.argv[1]](path):
                if record_id:
                    put(out, record_id, stream)
        except Exception as error:  # whatever it is: the reader gave up
            print(f"{sys.argv[1]}: {path}: {type(error).__name__}: {error}", file=sys.stderr)


main()
