"""Archives and shards that readers stumble over.

make_edges.py warc: an archive whose first pages say nothing about themselves, and the later ones all there is.
make_edges.py late LINES: lines like the first ones of a shard, more than any reader looks at to guess types, and then lines like
its last ones, with numbers that need 64 bits."""
import json
import sys

PARAGRAPH = (
    "The %s rose by two metres overnight, and by morning the lower road was closed; nobody was hurt, the mayor said, but "
    "forty families spent the night in the hall of the school, where volunteers had put up beds.")
BARE = 150  # polars looks at 100 lines
LATE = 21000  # DuckDB at 20,480; datasets at 10 MB


def page(words, head="", body=""):
    text = "".join("<p>%s</p>" % (PARAGRAPH % w) for w in words)
    return "<!DOCTYPE html><html><head><meta charset=utf-8>%s</head><body><article>%s%s</article></body></html>" % (
        head, text, body)


def meta(name, value):
    return '<meta property="%s" content="%s">' % (name, value)


def nested(depth):
    return "".join("<ul><li>level %d has a line of its own, long enough to be read" % i for i in range(depth)) + "</li></ul>" * depth


def pages():
    for i in range(BARE):
        yield page(["river", "lake"])
    everything = "<title>Title %d</title>" + meta("og:site_name", "Site \U0001f30d") + meta("author", "A. Name, B. Name")
    dates = ["2024-03-01", "2024-03-01T10:20:30", "2024-03-01T10:20:30Z", "2024-03-01T10:20:30+05:30", "1999-12-31T23:59:59-11:00"]
    for i in range(60):
        head = everything % i + "".join(meta("article:tag", t) for t in ["river", "flood \u2028 news", 'a "quoted" tag'][: i % 4])
        if i % 3:
            head += meta("article:published_time", dates[i % len(dates)])
        if i % 5 == 1:
            head += meta("article:modified_time", "2024-04-0%dT00:00:00Z" % (i % 9 + 1))
        yield page(["river \u2028 and \u2029 sea", "\U0001d54f \U0001f468\u200d\U0001f469\u200d\U0001f467", "b\\c \"q\" \x0b\x7f"], head)
    yield page(["deep"], "<title>Deep</title>", nested(40))
    yield page(["code"], "<title>%s</title>" % ("t" * 3000), "<pre><code>{\"a\": null}\n\t\\n</code></pre><table><tr><td>1<td>2</table>")
    yield page(["long"] * 5000, "<title></title>")


def warc(out):
    for i, html in enumerate(pages()):
        block = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + html.encode("utf-8")
        date = "2024-05-01T10:20:%02dZ" % (i % 60) if i % 71 != 70 else "soon"
        url = "http://example.org/%d" % i
        header = "WARC/1.1\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:00000000-0000-4000-8000-%012d>\r\n" % i
        header += "WARC-Date: %s\r\nWARC-Target-URI: %s\r\nContent-Type: application/http\r\n" % (date, url)
        out.write(header.encode() + b"Content-Length: %d\r\n\r\n" % len(block) + block + b"\r\n\r\n")


def late(lines, out):
    lines = [json.loads(line) for line in lines]
    bare, rich = lines[0], lines[BARE:]
    rich = sorted((r for r in rich if len(r["text"]) < 10000), key=lambda r: r["id"])
    for i in range(LATE):
        out.write(json.dumps({**bare, "id": "early-%05d" % i, "text": "Short."}, ensure_ascii=False) + "\n")
    for i, record in enumerate(rich):
        where = record.get("metadata", record)
        where["offset"] = 2**53 + 2 * i + 1
        out.write(json.dumps(record, ensure_ascii=False) + "\n")


if sys.argv[1] == "warc":
    warc(sys.stdout.buffer)
else:
    with open(sys.argv[2], encoding="utf-8", newline="\n") as f:
        late(f, open(1, "w", encoding="utf-8", newline="\n"))
