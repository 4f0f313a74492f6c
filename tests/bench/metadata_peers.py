#!/usr/bin/env python3
"""Titles and dates that htmldate and trafilatura find in the pages of metadata_pages.py.

    metadata_peers.py PAGES.jsonl > PEERS.jsonl

htmldate is asked for the date of publication (original_date=True) and may look everywhere, as by default.
"""
import concurrent.futures
import json
import sys

from htmldate import find_date
from trafilatura import extract_metadata

LATEST = "2026-07-01"


def attempt(function, *args, **kwargs):
    try:
        return function(*args, **kwargs)
    except Exception:  # a page that a peer cannot read has no metadata
        return None


def look(line):
    page = json.loads(line)
    date = attempt(find_date, page["html"], url=page["url"], original_date=True, max_date=LATEST)
    meta = attempt(extract_metadata, page["html"], default_url=page["url"])
    return json.dumps({"id": page["id"], "htmldate": date, "trafilatura": meta.date if meta else None,
                       "trafilatura_title": meta.title if meta else None})


def main():
    with open(sys.argv[1], encoding="utf-8") as lines, concurrent.futures.ProcessPoolExecutor() as pool:
        for line in pool.map(look, lines, chunksize=16):
            print(line)


if __name__ == "__main__":
    main()
