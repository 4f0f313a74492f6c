#!/usr/bin/env python3
"""Benchmark pages for the comparison of metadata, as a WARC and as the peers read them.

    metadata_pages.py OUT.warc OUT.jsonl SET.dev.jsonl.xz ...

A page comes as it is, id "SET/NAME", and once more, id "SET/NAME#printed", when its markup states the day
it was published (article:published_time or datePublished): then without anything a machine reads (head
elements but title, scripts, attributes but class, id and href, its address), so that only what is printed
on it tells the day. A line of OUT.jsonl: id, url, html, title (gold or null), stated (day or null).

Pages have their real address where it is known. They are dated later than any of them was fetched, so
that no tool gains by knowing when.
"""
import datetime
import json
import lzma
import re
import sys
import uuid

FETCHED = "2026-07-01T00:00:00Z"
HEAD = re.compile(r"<head\b.*?</head\s*>", re.S | re.I)
TITLE = re.compile(r"<title\b.*?</title\s*>", re.S | re.I)
GONE = re.compile(r"<!--.*?-->|<script\b.*?</script\s*>|<(?:meta|link)\b[^>]*>", re.S | re.I)
ATTRIBUTE = re.compile(r"""\s(?:content|datetime|itemprop|property|title|value|alt|data-[\w-]+|pubdate)\s*=\s*"""
                       r"""(?:"[^"]*"|'[^']*')""", re.I)
STATED = [re.compile(p, re.I) for p in (
    r"""<meta[^>]+(?:property|name)\s*=\s*["']article:published_time["'][^>]+content\s*=\s*["'](\d{4}-\d\d-\d\d)""",
    r"""<meta[^>]+content\s*=\s*["'](\d{4}-\d\d-\d\d)[^>]+(?:property|name)\s*=\s*["']article:published_time["']""",
    r""""datePublished"\s*:\s*"(\d{4}-\d\d-\d\d)""",
    r"""itemprop\s*=\s*["']datePublished["'][^>]*(?:content|datetime)\s*=\s*["'](\d{4}-\d\d-\d\d)""")]


def stated_day(html):
    """The day that all statements agree on, but for zones: else there is none to go by."""
    days = []
    for pattern in STATED:
        for day in pattern.findall(html):
            try:
                days.append(datetime.date.fromisoformat(day))
            except ValueError:
                pass
    if not days or max(days) - min(days) > datetime.timedelta(days=1) or min(days).year < 1990:
        return None
    return days[0].isoformat()


def printed_only(html):
    title = TITLE.search(html)
    html = GONE.sub("", HEAD.sub(lambda m: "<head>%s</head>" % (title.group(0) if title else ""), html, count=1))
    return re.sub(r"<[a-zA-Z][^<>]*>", lambda m: ATTRIBUTE.sub("", m.group(0)), html)


def pages(paths):
    for path in paths:
        with lzma.open(path, "rt", encoding="utf-8") as lines:
            for line in lines:
                page = json.loads(line)
                html = page["html"]
                url = page["url"] if (page["url"] or "").startswith("http") else None
                stated = stated_day(html)
                yield {"id": page["id"], "url": url, "html": html, "title": page["title"], "stated": stated}
                if stated:
                    yield {"id": page["id"] + "#printed", "url": None, "html": printed_only(html), "title": None,
                           "stated": stated}


def record(page):
    body = page["html"].encode("utf-8", "replace")
    http = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + body
    head = ["WARC/1.0", "WARC-Type: response", "WARC-Date: " + FETCHED, "Content-Type: application/http",
            "WARC-Record-ID: <urn:uuid:%s>" % record_id(page["id"]), "Content-Length: %d" % len(http)]
    if page["url"]:
        head.append("WARC-Target-URI: " + page["url"])
    return "\r\n".join(head).encode() + b"\r\n\r\n" + http + b"\r\n\r\n"


def record_id(page_id):
    return str(uuid.uuid5(uuid.NAMESPACE_URL, page_id))


def main():
    with open(sys.argv[1], "wb") as warc, open(sys.argv[2], "w", encoding="utf-8") as lines:
        for page in pages(sys.argv[3:]):
            warc.write(record(page))
            lines.write(json.dumps(page) + "\n")


if __name__ == "__main__":
    main()
