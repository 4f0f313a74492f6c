"""What bench.py measured as a table (Markdown) and as a plot (SVG): bench_report.py RESULT.json OUT writes both anew."""
import json
import statistics
import sys
from xml.sax.saxutils import escape

TRAFILATURA = "warcio + trafilatura"
PEER = "FastWARC + Resiliparse"
ONE = "warcsift -j 1"
ZLIB = "warcsift -j 1, zlib only"
TWO = "warcsift -j 2"
SHARDS = "warcsift -j 1, shards in gzip"
PLAIN = "warcsift -j 1, no language"
CORPUS = "warcsift -j 1, fineweb and MinHash"
DEDUP = "warcsift dedup -j 1, of those shards"
FLOOR = "inflate alone, libdeflate"
FLOOR_ZLIB = "inflate alone, zlib"

COLOUR = {TRAFILATURA: "#9aa5b1", PEER: "#9aa5b1", FLOOR: "#d9c27a", FLOOR_ZLIB: "#d9c27a"}
OURS = "#1f6f8b"


class Row:
    """Medians of one program."""

    def __init__(self, name, row):
        columns = list(zip(*row["runs"]))
        self.name = name
        self.cpu = statistics.median(columns[0])
        self.least, self.most = min(columns[0]), max(columns[0])
        self.wall = min(columns[1]) # what makes the others longer is the rest of the machine
        self.peak = max(columns[2])
        self.pages, self.megabytes = row["pages"], row["megabytes"]
        self.pages_rate, self.rate = self.pages / self.cpu, self.megabytes / self.cpu
        self.ms = 1000 * self.cpu / self.pages


def rows_of(result):
    return {name: Row(name, row) for name, row in result["rows"].items()}


def ratios(rows):
    """(what, figure, what is asked of it)."""
    one = rows[ONE]
    peer = rows[PEER]
    found = [("CPU seconds, %s to %s" % (PEER, ONE), peer.cpu / one.cpu, "at least 5")]
    found.append(("the same, with zlib only", peer.cpu / rows.get(ZLIB, one).cpu, "at least 3.5"))
    found.append(("CPU per page, %s to %s" % (TRAFILATURA, ONE), rows[TRAFILATURA].ms / one.ms, ""))
    if FLOOR in rows:
        found.append(("CPU seconds, %s to the floor of libdeflate" % ONE, one.cpu / rows[FLOOR].cpu, "at most 6"))
    found.append(("least wall time, %s to %s" % (TWO, ONE), rows[TWO].wall / one.wall, "at most 0.55"))
    found.append(("CPU seconds, %s to %s" % (TWO, ONE), rows[TWO].cpu / one.cpu, ""))
    found.append(("CPU seconds, %s to %s" % (CORPUS, PLAIN), rows[CORPUS].cpu / rows[PLAIN].cpu, "at most 1.4"))
    found.append(("MB of JSONL per CPU second, %s" % DEDUP, rows[DEDUP].rate, "at least 50"))
    return found


def markdown(result):
    rows = rows_of(result)
    out = ["%.0f MB compressed, %d pages (%s: %d of them); medians of %d interleaved runs, output to /dev/null."
           % (rows[ONE].megabytes, rows[ONE].pages, TRAFILATURA, rows[TRAFILATURA].pages,
              len(result["rows"][ONE]["runs"])),
           "%s, load %.1f before; %s; `%s`." % (result["machine"], result["load"], result["date"], result["repeat"]),
           result["versions"] + ".", "",
           "| | CPU s (least to most) | ms of CPU per page | pages per CPU s | MB of archive per CPU s | wall s, least | peak MB |",
           "|---|---:|---:|---:|---:|---:|---:|"]
    for row in rows.values():
        out.append("| %s | %.2f (%.2f to %.2f) | %.3f | %.0f | %.1f | %.2f | %.0f |"
                   % (row.name, row.cpu, row.least, row.most, row.ms, row.pages_rate, row.rate, row.wall, row.peak))
    out += ["", "| ratio | measured | asked |", "|---|---:|---|"]
    out += ["| %s | %.2f | %s |" % ratio for ratio in ratios(rows)]
    return "\n".join(out) + "\n"


def wrap(text, width):
    lines = [""]
    for word in text.split():
        if len(lines[-1]) + len(word) >= width:
            lines.append("")
        lines[-1] = (lines[-1] + " " + word).strip()
    return lines


def text(x, y, words, size=13, anchor="start", colour="#222"):
    return '<text x="%g" y="%g" font-size="%d" text-anchor="%s" fill="%s">%s</text>' % (
        x, y, size, anchor, colour, escape(words))


def round_step(most):
    """Distance of about five grid lines: 1, 2 or 5 times a power of ten."""
    step = 1
    while most / step > 7:
        step = step * 5 // 2 if str(step)[0] == "2" else step * 2
    return step


def svg(result):
    """Bars: pages a second of one core; both rates stand behind them."""
    rows = [row for row in rows_of(result).values() if row.name not in (TWO, SHARDS, PLAIN, CORPUS, DEDUP)]
    left, width, bar, gap, top = 210, 430, 26, 12, 64
    most = max(row.pages_rate for row in rows)
    scale = width / most
    bottom = top + len(rows) * (bar + gap)
    notes = wrap("%s. %s, %s. Repeat: %s" % (result["versions"], result["machine"], result["date"], result["repeat"]), 130)
    height = bottom + 44 + 16 * len(notes)
    out = ['<svg xmlns="http://www.w3.org/2000/svg" width="860" height="%d" viewBox="0 0 860 %d" '
           'font-family="sans-serif">' % (height, height), '<rect width="860" height="%d" fill="white"/>' % height,
           text(16, 26, "Pages a second of one core, archive to text", 18),
           text(16, 46, "%.0f MB of gzip, %d real pages, median of %d interleaved runs; longer is better"
                % (max(row.megabytes for row in rows), max(row.pages for row in rows),
                   len(result["rows"][ONE]["runs"])), colour="#666")]
    step = round_step(most)
    for tick in range(0, int(most) + 1, step):
        x = left + tick * scale
        out.append('<line x1="%g" y1="%d" x2="%g" y2="%d" stroke="#ddd"/>' % (x, top - 4, x, bottom))
        out.append(text(x, bottom + 16, str(tick), 11, "middle", "#666"))
    for i, row in enumerate(rows):
        y = top + i * (bar + gap)
        length = row.pages_rate * scale
        out.append(text(left - 8, y + 18, row.name, anchor="end"))
        out.append('<rect x="%d" y="%d" width="%g" height="%d" fill="%s"/>'
                   % (left, y, length, bar, COLOUR.get(row.name, OURS)))
        out.append(text(left + length + 6, y + 18, "%.0f pages/s, %.1f MB/s" % (row.pages_rate, row.rate), 12))
    out += [text(16, bottom + 44 + 16 * i, line, 11, colour="#666") for i, line in enumerate(notes)]
    return "\n".join(out) + "\n</svg>\n"


def main():
    with open(sys.argv[1], encoding="utf-8") as f:
        result = json.load(f)
    for suffix, make in ((".md", markdown), (".svg", svg)):
        with open(sys.argv[2] + suffix, "w", encoding="utf-8") as f:
            f.write(make(result))


if __name__ == "__main__":
    main()
