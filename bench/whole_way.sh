#!/usr/bin/env bash
# The whole way on real lists: import OFAC (two editions) and UN (four), then vet the Iraqi units of the US training
# reports under two policies. Prints seconds and peak memory of both steps.
set -euo pipefail
cd "$(dirname "$0")/.."
data=${MUSTER_DATA:-../shared/data}
[ -d "$data/lists" ] || { echo "no lists at $data: set MUSTER_DATA" >&2; exit 3; }
out=build/bench
rm -rf "$out" && mkdir -p "$out"

measured() {
  .venv/bin/python - "$@" <<'PY'
import resource, subprocess, sys, time
start = time.perf_counter()
status = subprocess.run(sys.argv[1:]).returncode
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(f"{time.perf_counter() - start:.1f} s, peak memory {used.ru_maxrss / 1024:.0f} MiB", file=sys.stderr)
sys.exit(status)
PY
}

measured .venv/bin/muster --register "$out/muster.db" import \
  "$data/lists/ofac/coherent_2022" "$data/lists/ofac/sdn_20240503.csv.gz" "$data"/lists/un/consolidated_*
measured .venv/bin/muster --register "$out/muster.db" vet --roster "$data/sfm/fmtrpt/fmtrpt_iraq.tsv" \
  --policy us-ndaa-2015-1236 --policy us-leahy-state --as-of "${AS_OF:-2021-01-01}" -o "$out/outcomes.csv"
