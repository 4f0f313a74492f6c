#!/bin/sh
# samples/slurm/plan.py: its README quotes what it prints, and what it prints can be.
. "${0%/*}/../tap.sh"

command -v python3 >/dev/null || skip_all "no python3"
python3 "$SRC/samples/slurm/plan.py" >table || fail "plan.py"
is "$(wc -l <table)" 20 "two tables"
ok "README.md has them as they are (samples/slurm/plan.py --update)" python3 -c '
import sys
for table in open("table").read().split("\n\n"):
    assert table.strip() in open(sys.argv[1]).read(), table' "$SRC/samples/slurm/README.md"

cat >check.py <<'EOF'
import sys
sys.path.insert(0, sys.argv[1])
from plan import Cluster, Element, simulate

small = dict(mbps=30.0, inputs=600, nodes=2, node_cores=8, cores=2, elements=30, gbit=1e6, node_mtbf=0.0, spread=0.0, start=0.0)

c = Cluster(**small)
r = simulate(c)
assert r["deaths"] == r["restarts"] == r["lost"] == 0
assert abs(r["read"] - 600 * 1.1e9) < 1, "all is read, and once"
# 30 elements in 8 places: four rounds, the last of them with gaps.
one = 20 * 1.1e9 / (2 * 30e6)
assert abs(r["hours"] * 3600 - 4 * one) < 4 * 2 * 5, (r["hours"] * 3600, 4 * one)
assert r["hours"] >= r["least_hours"]

slow = simulate(Cluster(**dict(small, gbit=1.0)))
assert abs(slow["hours"] - 600 * 1.1e9 / (1e9 / 8) / 3600) < 0.05, "bounded by the network"

dying = {unit: simulate(Cluster(**dict(small, node_mtbf=1800.0, unit=unit, gbit=2.0))) for unit in ("checkpoint", "input", "element")}
for unit, r in dying.items():
    assert r["deaths"] > 0 and r["restarts"] >= r["deaths"] / 2, unit
    assert abs(r["read"] - r["lost"] - 600 * 1.1e9) < 1e3, "what is lost is read again, no more: " + unit
assert dying["checkpoint"]["lost"] < dying["input"]["lost"] < dying["element"]["lost"]

short = simulate(Cluster(**dict(small, time_limit=400.0)))
assert short["warnings"] >= 30 and short["lost"] == 0, "time that is up loses nothing"

try:
    Cluster(elements=1002)
    raise SystemExit("an array that is too large")
except ValueError:
    pass
e = Element([10.0, 20.0])
assert e.advance(25.0) == 25.0 and (e.at, e.done) == (1, 15.0)
assert e.fall_back("checkpoint", 4.0) == 2.0 and e.done == 13.0
assert e.fall_back("element", 4.0) == 23.0 and (e.at, e.done) == (0, 0.0)
EOF
PYTHONDONTWRITEBYTECODE=1 ok "the simulation keeps its books" python3 check.py "$SRC/samples/slurm"
done_testing
