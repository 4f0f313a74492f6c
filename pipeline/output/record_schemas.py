#!/usr/bin/env python3
"""record_schemas.py [--check] - writes record.datatrove.schema.json and record.dolma.schema.json after record.schema.json: the same
members, but for id and text, in an object "metadata". --check: only tells whether they are as they should be."""
import json
import os
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
TIME = {"type": "string", "pattern": "^([0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}[.]000Z)?$"}
DOLMA = {
    "source": {"type": "string", "description": "As --source-name says, or the file name of the archive"},
    "added": {
        "description": "When the page was fetched (WARC-Date), not when this line was made; empty when it cannot be read",
        **TIME,
    },
    "created": {
        "description": "When the page says that it was published, in UTC (a day: its midnight); else when it was fetched; else empty",
        **TIME,
    },
}
LAYOUTS = {
    "datatrove": ("A document as datatrove's JsonlWriter writes it.", ["text", "id"], {}),
    "dolma": ("A document of Dolma's toolkit.", ["id", "text"], DOLMA),
}


def refer(key):
    return {"$ref": "record.schema.json#/properties/" + key}


def schema(flat, name):
    about, top, own = LAYOUTS[name]
    inner = {
        "type": "object",
        "description": "The other members of a flat record, in their order",
        "additionalProperties": False,
        "required": [k for k in flat["required"] if k not in top],
        "properties": {k: refer(k) for k in flat["properties"] if k not in top},
    }
    properties = {**{k: refer(k) for k in top}, **own, "metadata": inner}
    return {
        "$schema": flat["$schema"],
        "title": flat["title"].replace("--schema flat", "--schema " + name),
        "description": about,
        "type": "object",
        "additionalProperties": False,
        "required": list(properties),
        "properties": properties,
    }


def main():
    with open(os.path.join(HERE, "record.schema.json"), encoding="utf-8") as f:
        flat = json.load(f)
    for name in LAYOUTS:
        path = os.path.join(HERE, "record.%s.schema.json" % name)
        text = json.dumps(schema(flat, name), indent=2) + "\n"
        if "--check" in sys.argv[1:]:
            with open(path, encoding="utf-8") as f:
                if f.read() != text:
                    sys.exit("%s is not as record.schema.json has it: run pipeline/output/record_schemas.py" % path)
        else:
            with open(path, "w", encoding="utf-8") as f:
                f.write(text)


main()
