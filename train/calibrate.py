"""Fits the confidence of a candidate on articles that its net has not seen.

usage: calibrate.py --inquit PATH --out FILE.json [--pair WEIGHTS GOLD.jsonl]…

`inquit candidates` prints each candidate's parts and features; here a logistic regression learns from them whether content
and source are both right by gold. Its weights go into the weights file (export.py --calibration).
"""

import argparse
import json
import subprocess
import sys
from pathlib import Path

import torch
import torch.nn.functional as F

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "shared" / "eval"))
import score  # noqa: E402

DECAY = 1e-3


def examples(inquit, weights, gold):
    """-> feature names, and (features, right or not) of each candidate."""
    out = subprocess.run([inquit, "candidates", "--engine", weights, gold], capture_output=True, text=True, check=True).stdout
    made, names = [], None
    for (_, article), line in zip(score.read(gold).items(), out.splitlines(), strict=True):
        doc = score.Doc(article["text"])
        words = [(doc.words_in(a["content"]), doc.words_in(a["source"])) for a in article["attributions"] if a["content"]]
        found = json.loads(line)
        for candidate in found["candidates"]:
            names = names or list(candidate["features"])
            best = candidate["analyses"][0]
            content, source = doc.words_in(best["content"]), doc.words_in([best["source"]] if best["source"] else [])
            if not content:
                continue
            right = any(score.jac(c, content) >= 0.5 and score.source_ok(s, source) for c, s in words if c & content)
            made.append((list(candidate["features"].values()), right))
    return names, made


def fit(x, y):
    """Logistic regression -> weights, bias, probabilities."""
    mean, scale = x.mean(0), x.std(0).clamp(min=1e-6)
    z = (x - mean) / scale
    w, b = torch.zeros(x.shape[1], dtype=x.dtype, requires_grad=True), torch.zeros(1, dtype=x.dtype, requires_grad=True)
    optimiser = torch.optim.LBFGS([w, b], max_iter=200, line_search_fn="strong_wolfe")

    def loss():
        optimiser.zero_grad()
        total = F.binary_cross_entropy_with_logits(z @ w + b, y) + DECAY * (w * w).sum()
        total.backward()
        return total

    optimiser.step(loss)
    with torch.no_grad():
        weights = w / scale
        bias = b - (mean * weights).sum()
        return weights, bias, torch.sigmoid(x @ weights + bias)


def error(p, y, bins=10):
    """Expected calibration error."""
    index = (p * bins).long().clamp(max=bins - 1)
    return sum(float((p[index == i].mean() - y[index == i].mean()).abs() * (index == i).sum()) for i in range(bins) if (index == i).any()) / len(p)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--inquit", required=True)
    parser.add_argument("--out", required=True)
    parser.add_argument("--pair", nargs=2, action="append", required=True, metavar=("WEIGHTS", "GOLD"))
    args = parser.parse_args()
    names, made = None, []
    for weights, gold in args.pair:
        names, some = examples(args.inquit, weights, gold)
        made += some
    x = torch.tensor([m[0] for m in made], dtype=torch.float64)
    y = torch.tensor([float(m[1]) for m in made], dtype=torch.float64)
    # Honest figures: each half fitted without the other.
    half = torch.arange(len(y)) % 2 == 0
    p = torch.empty_like(y)
    for part in (half, ~half):
        weights, bias, _ = fit(x[~part], y[~part])
        p[part] = torch.sigmoid(x[part] @ weights + bias)
    weights, bias, _ = fit(x, y)
    print(f"{len(y)} candidates, {y.mean():.3f} right; log loss {F.binary_cross_entropy(p, y):.4f}, calibration error {error(p, y):.3f}")
    result = {"bias": round(float(bias), 5), "weights": {n: round(float(w), 5) for n, w in zip(names, weights)}}
    print(json.dumps(result, indent=1))
    json.dump(result, open(args.out, "w"))


if __name__ == "__main__":
    main()
