"""Holds the exported weights, as the program computes with them, against the net in PyTorch.

usage: compare.py --inquit PATH --nets NET.pt… --weights FILE.weights --gold GOLD.jsonl [--articles N]

PyTorch computes in full precision with the weights before they were rounded to integers, so the differences are all that
rounding, integer activations and another order of sums do together.
"""

import argparse
import itertools
import json
import subprocess

import torch

import export
import text
import windows
from model import collate, cue_batch


def main():
    parser = argparse.ArgumentParser()
    for name in ("--inquit", "--weights", "--gold"):
        parser.add_argument(name, required=True)
    parser.add_argument("--nets", required=True, nargs="+")
    parser.add_argument("--articles", type=int, default=20)
    args = parser.parse_args()
    net = export.load(args.nets)
    articles = list(itertools.islice(text.read(args.gold), args.articles))
    lines = "".join(json.dumps({"id": a["id"], "text": a["text"]}) + "\n" for a in articles)
    command = [args.inquit, "candidates", "--engine", args.weights, "--raw", "--from", "jsonl", "-"]
    out = subprocess.run(command, input=lines, capture_output=True, text=True, check=True).stdout
    cue_gap, emission_gap, tokens, flips, candidates = [], [], 0, 0, 0
    for made, line in zip(windows.of(articles, args.inquit), out.splitlines(), strict=True):
        found = json.loads(line)
        rust = torch.softmax(torch.tensor(found["cue_logits"]), -1)
        first = 0
        for window in made:
            with torch.no_grad():
                hidden = net.encode(collate([window]))
                torch_cues = torch.softmax(net.cue_logits(hidden)[0], -1)
            end = first + len(window.tokens)
            cue_gap.append((rust[first:end] - torch_cues).abs().flatten())
            flips += int((rust[first:end].argmax(-1) != torch_cues.argmax(-1)).sum())
            tokens += len(window.tokens)
            for c in found["candidates"]:
                start, stop = c["tokens"]
                if not first <= start < end:
                    continue
                with torch.no_grad():
                    batch = cue_batch([window], hidden.shape[1], [(0, start - first, stop - first, None)])
                    theirs = torch.softmax(net.emissions(hidden, batch)[0], -1)
                ours = torch.softmax(torch.tensor(c["emissions"]), -1)
                # The cue itself is nobody's source or content: what the net says there does not count.
                emission_gap.append((ours - theirs[: len(ours)])[~batch["is_cue"][0]].abs().flatten())
                candidates += 1
            first = end
    cue, emission = torch.cat(cue_gap), torch.cat(emission_gap)
    print(f"{len(articles)} articles, {tokens} tokens, {candidates} candidates")
    print(f"probability of cue labels: greatest difference {cue.max():.3f}, mean {cue.mean():.5f}; another best label on {flips} tokens")
    print(f"probability of source and content labels: greatest difference {emission.max():.3f}, mean {emission.mean():.5f}")


if __name__ == "__main__":
    main()
