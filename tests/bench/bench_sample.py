#!/usr/bin/env python3
"""Every N-th page of an archive, for programs too slow for all of it; with the records that belong to it.

    bench_sample.py WARCSIFT ARCHIVE PAGES SAMPLE

Copies compressed members, so the archive must have one for each record, as Common Crawl's have. SAMPLE gets PAGES
pages at most, the same ones every time. Prints the pages of the archive and those of the sample as JSON.
"""
import itertools
import json
import subprocess
import sys

HTML = ("text/html", "application/xhtml+xml")


def records(warcsift, archive):
    with subprocess.Popen([warcsift, "ls", "--json", archive], stdout=subprocess.PIPE, text=True) as listing:
        yield from map(json.loads, listing.stdout)
    if listing.returncode:
        sys.exit("bench_sample.py: %s cannot be listed" % archive)


def is_page(record):
    return record["type"] == "response" and record["status"] == 200 and record["mime"] in HTML


def copy(source, target, ranges):
    with open(source, "rb") as archive, open(target, "wb") as sample:
        for offset, length in ranges:
            archive.seek(offset)
            sample.write(archive.read(length))


def main():
    warcsift, archive, wanted, sample = sys.argv[1:]
    # Records of one page stand together and have its address.
    groups = [list(group) for _, group in itertools.groupby(records(warcsift, archive), lambda r: r["url"])]
    groups = [group for group in groups if any(map(is_page, group))]
    step = -(-len(groups) // int(wanted))
    ranges = [(r["offset"], r["length"]) for group in groups[::step] for r in group]
    copy(archive, sample, ranges)
    print(json.dumps({"pages": len(groups), "sample_pages": len(groups[::step])}))


if __name__ == "__main__":
    main()
