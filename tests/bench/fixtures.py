#!/usr/bin/env python3
"""fixtures.py DERIVED OURS PEER WORK - how many of the made fixtures in DERIVED readers get right.

OURS is payloads.c built, PEER the command of fixtures_peer.py without its arguments, WORK a directory.

  quirks  records that the reader hands on with the right payload, each read from a file of its own
  damage  records that must survive in the damaged files, and come out with the payload they were made with
  zst     the same in the zstd files alone

The payloads of the damaged files are those of the undamaged one, which Python's zlib reads here."""
import argparse
import hashlib
import json
import os
import shlex
import subprocess
import zlib

BASE = "damage-none.warc.gz"


def members(path):
    """The plain bytes of each gzip member."""
    data = open(path, "rb").read()
    while data:
        d = zlib.decompressobj(31)
        yield d.decompress(data) + d.flush()
        data = d.unused_data


def record_id(record):
    for line in record.split(b"\r\n\r\n", 1)[0].split(b"\r\n"):
        name, _, value = line.partition(b":")
        if name.strip().lower() == b"warc-record-id":
            return value.strip().decode()
    return None


def digest(payload):
    return hashlib.sha1(payload).hexdigest()


def base_payloads(derived):
    """id -> sha1 of the payload: WARC header, HTTP header, payload, CRLF CRLF."""
    return {record_id(m): digest(m.split(b"\r\n\r\n", 2)[2][:-4]) for m in members(os.path.join(derived, BASE))}


def split_quirks(derived, work):
    """A file for each record; returns their names."""
    names = []
    for i, member in enumerate(members(os.path.join(derived, "quirks.warc.gz"))):
        names.append(os.path.join(work, f"quirk-{i:02}.warc"))
        with open(names[-1], "wb") as f:
            f.write(member)
    return names


def read(command, files):
    """{file: {id: (length, sha1)}} of what a reader prints."""
    result = subprocess.run(command + files, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, timeout=600, check=False)
    out, at, found, current = result.stdout, 0, {}, None
    while at < len(out):
        end = out.index(b"\n", at)
        line, at = out[at:end].decode("utf-8", "replace"), end + 1
        if line in files:
            current = found.setdefault(line, {})
            continue
        rid, length = line.rsplit(" ", 1)
        payload = out[at : at + int(length)]
        at += int(length)
        current[rid] = (len(payload), digest(payload))
    return found


def quirk_is_right(want, got):
    if got is None:
        return False
    if want.get("partial"):
        return want["min_prefix"] <= got[0] <= want["payload_len"]
    return got[1] == want["payload_sha1"]


def score(command, derived, quirk_files):
    """What a reader gets right: quirks, and (file, id) of damaged files."""
    quirks = json.load(open(os.path.join(derived, "quirks.json")))
    damage = json.load(open(os.path.join(derived, "damage.json")))
    base = base_payloads(derived)
    found = {}
    for records in read(command, quirk_files).values():
        found.update(records)
    right = {rid for rid, want in quirks.items() if quirk_is_right(want, found.get(rid))}
    files = {os.path.join(derived, name): name for name in damage}
    survivors = set()
    for path, records in read(command, list(files)).items():
        whole = damage[files[path]]["whole"]
        survivors |= {(files[path], rid) for rid in whole if records.get(rid, (0, ""))[1] == base[rid]}
    return right, survivors


def zst(pairs):
    return {p for p in pairs if p[0].endswith(".zst")}


def main():
    parser = argparse.ArgumentParser()
    for name in ("derived", "ours", "peer", "work"):
        parser.add_argument(name)
    a = parser.parse_args()
    quirks = json.load(open(os.path.join(a.derived, "quirks.json")))
    damage = json.load(open(os.path.join(a.derived, "damage.json")))
    wanted = {(name, rid) for name, d in damage.items() for rid in d["whole"]}
    quirk_files = split_quirks(a.derived, a.work)
    peer = shlex.split(a.peer)
    readers = {"warcsift": [a.ours]}
    if peer:
        readers["FastWARC"] = peer + ["fastwarc"]
        readers["FastWARC quirks_mode"] = peer + ["fastwarc-quirks"]
        readers["warcio"] = peer + ["warcio"]
    row = "{:<22}{:>16}{:>18}{:>16}".format
    print(row("", f"quirks (of {len(quirks)})", f"damage (of {len(wanted)})", f"zst (of {len(zst(wanted))})"))
    missed_quirks, missed = set(quirks), set(wanted)
    for name, command in readers.items():
        right, survivors = score(command, a.derived, quirk_files)
        print(row(name, len(right), len(survivors), len(zst(survivors))))
        missed_quirks -= right
        missed -= survivors
    for rid in sorted(missed_quirks):
        print(f"right with no reader: quirk {quirks[rid]['kind']}")
    for name, rid in sorted(missed):
        print(f"whole with no reader: {rid} of {name}")


main()
