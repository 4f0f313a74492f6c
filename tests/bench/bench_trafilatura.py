#!/usr/bin/env python3
"""warcio + trafilatura doing the job of warcsift in one process: bench_trafilatura.py FILE > OUT.jsonl

HTML responses of status 200; text alone, with the settings of peer_table.py; trafilatura finds the charset where
the HTTP header names none. One JSON object a page.
"""
import json
import logging
import sys

import trafilatura
from warcio.archiveiterator import ArchiveIterator

from peer_table import TRAFILATURA

HTML = ("text/html", "application/xhtml+xml")


def text_of(body, content_type):
    charset = content_type.partition("charset=")[2].strip(" \"';")
    if charset:
        try:
            return trafilatura.extract(body.decode(charset, "replace"), **TRAFILATURA)
        except LookupError:
            pass
    return trafilatura.extract(body, **TRAFILATURA)


def main():
    logging.disable(logging.CRITICAL)
    pages = 0
    with open(sys.argv[1], "rb") as archive:
        for record in ArchiveIterator(archive):
            http = record.http_headers
            if record.rec_type != "response" or http is None or http.get_statuscode() != "200":
                continue
            content_type = http.get_header("Content-Type", "")
            if content_type.partition(";")[0].strip().lower() not in HTML:
                continue
            headers = record.rec_headers
            text = text_of(record.content_stream().read(), content_type)
            pages += 1
            print(json.dumps({"id": headers.get_header("WARC-Record-ID"), "text": text,
                              "url": headers.get_header("WARC-Target-URI"),
                              "date": headers.get_header("WARC-Date")}, ensure_ascii=False))
    print("bench_trafilatura: %d pages" % pages, file=sys.stderr)


if __name__ == "__main__":
    main()
