#!/usr/bin/env python3
"""Of the texts that the programs of all folds wrote, those by the program of each page's own fold.

    cv_text.py WORK GOLD_FOLDER OUT.jsonl    # WORK/foldN/out/*.jsonl -> {"id", "text"} as score.py reads them
"""
import glob
import json
import os
import sys
import urllib.parse

import data


def main():
    work, folder, out = sys.argv[1:]
    group = {name: data.group_of(page["site"]) for name, page in data.read_gold(folder).items()}
    with open(out + ".part", "w", encoding="utf-8") as to:
        for g in range(data.GROUPS):
            for path in glob.glob(os.path.join(work, "fold%d" % g, "out", "*.jsonl")):
                for line in open(path, encoding="utf-8"):
                    page = json.loads(line)
                    name = urllib.parse.unquote(page["url"][len(data.PREFIX):])
                    if group[name] == g:
                        to.write(json.dumps({"id": name, "text": page["text"]}) + "\n")
    os.replace(out + ".part", out)


if __name__ == "__main__":
    sys.exit(main())
