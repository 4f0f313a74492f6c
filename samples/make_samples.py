#!/usr/bin/env python3
"""make_samples.py [DIR] - writes the sample archives of pages/ to DIR (default: beside this script).

Python standard library only. Dates, identifiers and gzip headers are fixed, so the archives hold the
same plain bytes on every run (the compressed ones may differ with another zlib). README.md says what
each archive shows.
"""
import base64
import hashlib
import pathlib
import struct
import sys
import uuid
import zlib

HERE = pathlib.Path(__file__).resolve().parent
CRLF = b"\r\n"
SOFTWARE = b"software: make_samples.py\r\nformat: %s\r\n"


def page(name, charset="utf-8", bom=False):
    """The bytes of a page as its server sent them: pages/ holds all of them as UTF-8."""
    text = (HERE / "pages" / name).read_text(encoding="utf-8")
    return (b"\xef\xbb\xbf" if bom else b"") + text.encode(charset)


def digest(data):
    return "sha1:" + base64.b32encode(hashlib.sha1(data).digest()).decode()


def record(kind, target, block, content_type, version="1.0", date="2026-04-02T10:15:00Z", **more):
    """One WARC record, with the empty lines that end it. more: fields, "_" for "-"."""
    fields = {
        "WARC-Type": kind,
        "WARC-Record-ID": "<urn:uuid:%s>" % uuid.uuid5(uuid.NAMESPACE_URL, kind + " " + target),
        "WARC-Date": date,
        "WARC-Target-URI": target,
        "Content-Type": content_type,
        "WARC-Block-Digest": digest(block),
        "Content-Length": str(len(block)),
    }
    if kind == "warcinfo":
        fields["WARC-Filename"] = fields.pop("WARC-Target-URI")
    fields.update({name.replace("_", "-"): value for name, value in more.items()})
    lines = ["WARC/" + version] + ["%s: %s" % field for field in fields.items()]
    return CRLF.join(line.encode() for line in lines) + CRLF + CRLF + block + CRLF + CRLF


def http(status, content_type, body, *headers):
    lines = ["HTTP/1.1 " + status, "Server: sample", "Content-Type: " + content_type, *headers]
    return CRLF.join(line.encode() for line in lines) + CRLF + CRLF + body


def response(target, content_type, body, status="200 OK", headers=(), **more):
    block = http(status, content_type, body, *headers)
    return record("response", target, block, "application/http; msgtype=response",
                  WARC_Payload_Digest=digest(body), **more)


def chunked(body, step=700):
    parts = [body[i:i + step] for i in range(0, len(body), step)]
    return b"".join(b"%x\r\n%s\r\n" % (len(p), p) for p in parts) + b"0\r\n\r\n"


def gzipped(data):
    """One gzip member; gzip.compress() writes other headers in other versions of Python."""
    deflate = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    header = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x02\x03"
    trailer = struct.pack("<LL", zlib.crc32(data), len(data) & 0xffffffff)
    return header + deflate.compress(data) + deflate.flush() + trailer


def warcinfo(filename, version="1.0"):
    text = SOFTWARE % {"1.0": b"WARC File Format 1.0", "1.1": b"WARC File Format 1.1"}[version]
    return record("warcinfo", filename, text, "application/warc-fields", version)


def request(target):
    host, path = target.split("/", 3)[2:]
    block = b"GET /%s HTTP/1.1\r\nHost: %s\r\nUser-Agent: sample\r\n\r\n" % (path.encode(), host.encode())
    return record("request", target, block, "application/http; msgtype=request")


UTF8 = "text/html; charset=utf-8"
NEWS = "https://www.example.com/2025/10/harbour-bridge/"
BLOG = "https://blog.example.org/2025/10/slow-builds"
DOCS = "https://docs.example.com/tidewater/3.2/rotate.html"
RECIPE = "https://table.example.net/sweet/plum-dumplings"
FORUM = "https://forum.example.org/viewtopic.php?f=7&t=8801"
SHOP = "https://shop.example.com/p/heron-kettle"
GUIDE = "https://coast.example.net/stages/7"


def blog(**more):
    return response(BLOG, UTF8, page("blog-build-times.html"), WARC_Identified_Payload_Type="text/html", **more)


def recipe(**more):
    return response(RECIPE, UTF8, page("recipe-plum-dumplings.html"), **more)


def forum(**more):
    return response(FORUM, "text/html; charset=UTF-8", page("forum-hub-noise.html"), **more)


def guide(**more):
    body = chunked(gzipped(page("guide-lighthouse.html")))
    return response(GUIDE, UTF8, body, headers=("Transfer-Encoding: chunked", "Content-Encoding: gzip"), **more)


def german(**more):
    return response("http://www.example.de/lokales/buecherei.html", "text/html; charset=ISO-8859-1",
                    page("news-de-latin1.html", "cp1252"), **more)


def english():
    docs = record("resource", DOCS, page("docs-rotate.html"), "text/html")
    metadata = record("metadata", BLOG, b"fetchTimeMs: 84\r\n", "application/warc-fields")
    return [
        request(NEWS), response(NEWS, "text/html; charset=UTF-8", page("news-wordpress.html")),
        request(BLOG), blog(), metadata,
        docs, recipe(), forum(), response(SHOP, UTF8, page("shop-kettle.html")), guide(),
    ]


def other_charsets():
    return [
        german(),
        response("http://www.example.cn/city/20250618.html", "text/html", page("news-zh-gbk.html", "gbk")),
        response("http://www.example.ru/gorod/most.html", "text/html", page("news-ru-1251.html", "cp1251")),
        response("https://www.example.com/ar/library", "text/html", page("article-ar.html", bom=True)),
        response("http://www.example.jp/column/13.html", "text/html", page("column-ja-sjis.html", "shift_jis")),
    ]


def not_articles():
    """Records that are counted and left out, one of each reason."""
    shell = b"<!doctype html><title></title><div id=app></div><script src=/app.js></script>"
    gone = b"<html><title>404</title><h1>Not found</h1></html>"
    picture = base64.b64decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5E"
                               "rkJggg==")
    return [
        response("https://app.example.com/", UTF8, shell),
        response("https://blog.example.org/old", UTF8, gone, "404 Not Found"),
        response("http://blog.example.org/", "text/html", b"", "301 Moved Permanently",
                 ("Location: https://blog.example.org/",)),
        response("https://shop.example.com/i/heron-1.png", "image/png", picture),
        response("https://shop.example.com/api/stock", "application/json", b'{"heron": 12}'),
        record("revisit", BLOG, http("304 Not Modified", "text/html", b""), "application/http; msgtype=response",
               date="2025-11-03T10:15:00Z",
               WARC_Profile="http://netpreserve.org/warc/1.0/revisit/server-not-modified"),
    ]


def members(records):
    return [gzipped(r) for r in records]


def mixed(name):
    return [warcinfo(name)] + english() + other_charsets() + not_articles()


def plain(name):
    new = {"version": "1.1", "date": "2026-04-02T10:15:00.250000Z"}
    return b"".join([warcinfo(name, "1.1"), forum(**new), guide(**new), german(**new)])


def damaged(name):
    """A member with a hole in its compressed data, stray bytes between two members, no end."""
    info, first, broken, second, third, cut = members(
        [warcinfo(name), blog(), recipe(), forum(), german(), guide()])
    middle = len(broken) // 2
    broken = broken[:middle] + bytes(64) + broken[middle + 64:]
    return info + first + broken + second + b"stray bytes\n" + third + cut[:len(cut) * 2 // 3]


def main():
    out = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else HERE
    out.mkdir(parents=True, exist_ok=True)
    archives = {
        "mixed.warc.gz": b"".join(members(mixed("mixed.warc.gz"))),
        "whole.warc.gz": gzipped(b"".join(mixed("whole.warc.gz"))),
        "plain.warc": plain("plain.warc"),
        "damaged.warc.gz": damaged("damaged.warc.gz"),
    }
    for name, content in archives.items():
        (out / name).write_bytes(content)


if __name__ == "__main__":
    main()
