#!/usr/bin/env bash
# Counts the instructions of the main path, each engine over a few articles, and warns where there are 3 % more than in the last record of the
# same compiler: benches/instructions.sh. With `record`, adds the counts to benches/record/instructions.tsv. Never fails for a
# count: what is slower may be worth it, and has to be seen. Needs valgrind, which hides AVX-512 and so takes the way of AVX2.
set -euo pipefail
cd "$(dirname "$0")/.."
record=benches/record/instructions.tsv
program=${INQUIT:-${CARGO_TARGET_DIR:-target}/release/inquit}

if ! command -v valgrind > /dev/null; then
    echo "valgrind is not here: nothing is counted"
    exit 0
fi
[ -n "${INQUIT:-}" ] || cargo build --release --locked
# Few, because valgrind takes a hundred times as long; the same ones, because articles differ.
articles=(corpus/science corpus/sport)
compiler=$(rustc --version | cut -d ' ' -f 2)
words=$(find "${articles[@]}" \( -name '*.txt' -o -name '*.md' \) -print0 | xargs -0 cat | wc -w)
profile=$(mktemp)
trap 'rm -f "$profile"' EXIT
for engine in fast accurate; do
    count=$(valgrind --tool=callgrind --callgrind-out-file="$profile" \
        "$program" extract "${articles[@]}" --jobs 1 --format jsonl --engine "$engine" 2>&1 > /dev/null \
        | sed -n 's/^==[0-9]*== Collected : //p')
    each=$((count / words))
    last=$(awk -F '\t' -v c="$compiler" -v e="$engine" '$3 == c && $4 == e { last = $5 } END { print last }' "$record" 2> /dev/null || true)
    if [ -z "$last" ]; then
        echo "$engine: $each instructions a word; there is no record by rustc $compiler"
    else
        awk -v e="$engine" -v n="$each" -v l="$last" 'BEGIN {
            printf "%s: %d instructions a word, %+.1f %% of the last record\n", e, n, 100 * (n - l) / l
            if (n > 1.03 * l) printf "WARNING: %s has become slower; if that is meant, benches/instructions.sh record\n", e
        }'
    fi
    if [ "${1:-}" = record ]; then
        [ -f "$record" ] || printf 'date\tcommit\trustc\tengine\tinstructions a word\n' > "$record"
        printf '%s\t%s\t%s\t%s\t%s\n' "$(date -u +%Y-%m-%d)" "$(git rev-parse --short HEAD)" "$compiler" "$engine" "$each" >> "$record"
    fi
done
