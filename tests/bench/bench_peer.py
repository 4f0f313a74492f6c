#!/usr/bin/env python3
"""FastWARC + Resiliparse doing the job of warcsift in one process: bench_peer.py FILE > OUT.jsonl

HTML responses of status 200, charset from the HTTP header, else <meta>, else detected; main content
with the settings of peer_table.py; one JSON object a page.
"""
import json
import sys

from fastwarc.warc import ArchiveIterator, WarcRecordType
from resiliparse.extract.html2text import extract_plain_text
from resiliparse.parse.encoding import detect_encoding
from resiliparse.parse.html import HTMLTree

from peer_table import RESILIPARSE

HTML = ("text/html", "application/xhtml+xml")


def main():
    pages = failed = 0
    with open(sys.argv[1], "rb") as archive:
        for record in ArchiveIterator(archive, record_types=WarcRecordType.response, parse_http=True):
            http = record.http_headers
            if http is None or http.status_code != 200 or record.http_content_type not in HTML:
                continue
            body = record.reader.read()
            try:
                charset = record.http_charset or detect_encoding(body, from_html_meta=True)
                tree = HTMLTree.parse_from_bytes(body, charset)
                text = extract_plain_text(tree, **RESILIPARSE)
            except (ValueError, LookupError) as error:
                failed += 1
                print("bench_peer: %s: %s" % (record.headers.get("WARC-Target-URI"), error), file=sys.stderr)
                continue
            pages += 1
            print(json.dumps({"id": record.record_id, "url": record.headers.get("WARC-Target-URI"),
                              "title": tree.title, "text": text,
                              "date": record.headers.get("WARC-Date")}, ensure_ascii=False))
    print("bench_peer: %d pages, %d failed" % (pages, failed), file=sys.stderr)


if __name__ == "__main__":
    main()
