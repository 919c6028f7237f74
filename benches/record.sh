#!/usr/bin/env bash
# Prints a record of the speed on this machine: benches/record.sh > benches/record/DATE-NAME.txt
# Instructions are counted where valgrind is installed.
set -euo pipefail
cd "$(dirname "$0")/.."
export CARGO_TERM_COLOR=never

echo "date:     $(date -u +%Y-%m-%d)"
echo "commit:   $(git rev-parse --short HEAD)$(git diff --quiet HEAD -- src data corpus Cargo.lock || echo ' with changes')"
echo "rustc:    $(rustc --version)"
echo "cpu:      $(sed -n 's/^model name[[:space:]]*: //p' /proc/cpuinfo | head -n 1), $(nproc) cores"
echo "load:     $(cut -d ' ' -f 1-3 /proc/loadavg) before the run"
articles() { find corpus -mindepth 2 -name '*.txt' -o -mindepth 2 -name '*.md'; }
echo "corpus:   $(articles | wc -l) articles, $(articles | xargs cat | wc -w) words"
echo
echo "\$ cargo bench --bench stages --locked"
cargo bench --bench stages --locked 2> /dev/null
command -v valgrind > /dev/null || exit 0

count=(target/release/inquit extract corpus --jobs 1 --format jsonl)
profile=$(mktemp)
trap 'rm -f "$profile"' EXIT
cargo build --release --locked 2> /dev/null
echo
echo "\$ valgrind --tool=callgrind ${count[*]} > /dev/null"
valgrind --tool=callgrind --callgrind-out-file="$profile" "${count[@]}" 2>&1 > /dev/null | sed -n 's/^==[0-9]*== I *refs: */instructions: /p'
echo "of which, by stage (a stage that is not here was inlined into extract):"
callgrind_annotate --inclusive=yes --threshold=100 "$profile" 2> /dev/null \
    | sed -n 's/^ *\([0-9,]*\) (\( *[0-9.]*\)%) .*:\(inquit::\(extract::Extractor::extract\|segment::split\|quotation::pair\|mention::find\|cue::detect\|attribute::attribute\|speaker::link\|gazetteer::Gazetteer::builtin\|decode::decode\)\|<inquit.*JsonLines as .*>::article\|.*ArticleRecord>::new\) \[.*/\1 \2 \3/p' \
    | grep -v drop_in_place | awk '{ printf "%14s %6s%%  ", $1, $2; $1 = $2 = ""; sub(/^ +/, ""); print }'
