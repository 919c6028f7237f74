"""Learns how much what speaks for a candidate counts when a pronoun is linked (src/speaker/rank.rs).

usage: antecedents.py --inquit PATH --out data/models/antecedents.json [--gold GOLD.jsonl LABELS.jsonl] [--corpus FOLDER]

LABELS says who the sources of GOLD are: {"id", "speakers": {attribution: {"name", "kind"}}}, by reading. A conditional logit:
the points of each candidate are a weighted sum, nobody has none, and the weights make the right one likeliest. Run it again
where the features changed: the program shows only the best candidates by the weights it has.
"""

import argparse
import json
import subprocess
import sys
from pathlib import Path

import torch

import text

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "shared" / "eval"))
from records import same  # noqa: E402

DECAY = 0.02
KINDS = {"person": None, "many": "person", "thing": "person", "body": "thing", "described": "person"}  # and whose weights theirs are near: of these, there are few


def polnear(gold, labels):
    """Articles, and for each the (spans of the source, name, kind) of its attributions."""
    labels = {d["id"]: d["speakers"] for d in map(json.loads, open(labels, encoding="utf-8"))}
    for article in text.read(gold):
        if article["id"] in labels:
            named = labels[article["id"]]
            parts = [(a["source"], named[a["id"]]["name"], named[a["id"]]["kind"])
                     for a in article["attributions"] if a["id"] in named]
            yield article["id"], article["text"], parts


def corpus(folder):
    for gold in sorted(Path(folder).glob("*/*.gold.json")):
        if gold.parent.name in text.UNSEEN:
            continue
        made = json.loads(gold.read_text(encoding="utf-8"))
        article = (gold.parent / made["article"]).read_text(encoding="utf-8")
        if made["article"].endswith(".md"):
            article = text.FRONT_MATTER.sub("", article)
        parts = [(a["source"]["spans"], a["speaker"]["name"], a["speaker"]["kind"])
                 for a in made["attributions"] if a["source"] and a["speaker"]["status"] == "linked"]
        yield f"corpus/{gold.parent.name}/{made['article']}", article, parts


def examples(inquit, articles):
    """(kind of pronoun, candidates' features, index of the right one or -1) of every pronoun whose speaker is labelled."""
    articles = list(articles)
    lines = "".join(json.dumps({"id": id, "text": body}) + "\n" for id, body, _ in articles)
    out = subprocess.run([inquit, "antecedents", "--from", "jsonl", "-"], input=lines, capture_output=True, text=True, check=True).stdout
    for (id, _, parts), line in zip(articles, out.splitlines(), strict=True):
        for weighed in json.loads(line)["antecedents"]:
            start, end = weighed["span"]
            named = [(name, kind) for spans, name, kind in parts if any(s <= start and end <= e for s, e in spans)]
            if not named or not named[0][0] or named[0][1] == "unknown" or not weighed["candidates"]:
                continue
            name, kind = named[0]
            right = next((i for i, c in enumerate(weighed["candidates"]) if same(name, c["name"], kind)), -1)
            yield id, weighed["kind"], [c["features"] for c in weighed["candidates"]], right


def fit(made, names, prior=None):
    """Weights of the features `names` on the examples `made`; without any, those of `prior`."""
    w = torch.zeros(len(names), dtype=torch.float64) if prior is None else prior.clone()
    centre = w.clone()
    if not made:
        return centre
    w.requires_grad_(True)
    optimiser = torch.optim.LBFGS([w], max_iter=300, line_search_fn="strong_wolfe")

    def loss():
        optimiser.zero_grad()
        total = sum(-log_likelihood(w, x, right) for x, right in made) / len(made) + DECAY * ((w - centre) ** 2).sum() / len(made) * 20
        total.backward()
        return total

    optimiser.step(loss)
    return w.detach()


def log_likelihood(w, x, right):
    scores = torch.cat([x @ w, torch.zeros(1, dtype=torch.float64)])
    return torch.log_softmax(scores, 0)[right]


def tensors(made, names):
    return [(torch.tensor([[f.get(n, 0.0) for n in names] for f in candidates], dtype=torch.float64), right)
            for _, _, candidates, right in made]


def report(w, made):
    if not made:
        return "no examples"
    there = [m for m in made if m[1] >= 0]
    first = sum(int((x @ w).argmax()) == right for x, right in there)
    likelihood = sum(float(log_likelihood(w, x, right)) for x, right in made) / len(made)
    return f"{len(made)} pronouns, right one among the candidates {len(there)}, first {first} ({first / len(made):.3f}), log likelihood {likelihood:.3f}"


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--inquit", required=True)
    parser.add_argument("--out", required=True)
    parser.add_argument("--gold", nargs=2, action="append", default=[], metavar=("GOLD", "LABELS"))
    parser.add_argument("--corpus")
    args = parser.parse_args()
    torch.set_num_threads(1)
    articles = [a for gold, labels in args.gold for a in polnear(gold, labels)]
    if args.corpus:
        articles += corpus(args.corpus)
    made = list(examples(args.inquit, articles))
    names = list(json.load(open(args.out))["person"])
    folds = {id: i % 5 for i, id in enumerate(sorted({m[0] for m in made}))}
    result, fitted = {}, {}
    for kind, like in KINDS.items():
        prior = fitted.get(like)
        some = [m for m in made if m[1] == kind]
        all_ = tensors(some, names)
        held = []
        for fold in range(5):
            w = fit([x for x, m in zip(all_, some) if folds[m[0]] != fold], names, prior)
            rest = [x for x, m in zip(all_, some) if folds[m[0]] == fold]
            held += [(float(torch.softmax(torch.cat([x @ w, torch.zeros(1, dtype=torch.float64)]), 0)[:-1].max()), int((x @ w).argmax()) == right) for x, right in rest]
        old = torch.tensor([json.load(open(args.out))[kind][n] for n in names], dtype=torch.float64)
        w = fitted[kind] = fit(all_, names, prior)
        print(f"{kind}: old weights: {report(old, all_)}")
        print(f"{kind}: fitted:      {report(w, all_)}")
        print(f"{kind}: held out (5 folds of articles): first {sum(r for _, r in held) / max(1, len(held)):.3f}, mean probability {sum(p for p, _ in held) / max(1, len(held)):.3f}")
        for low in (0.0, 0.5, 0.6, 0.7, 0.8, 0.9):
            high = {0.0: 0.5, 0.9: 1.01}.get(low, low + 0.1)
            part = [(p, r) for p, r in held if low <= p < high]
            if part:
                print(f"   {low:.1f}–{high:.1f}: {len(part):4d}  mean {sum(p for p, _ in part) / len(part):.2f}  right {sum(r for _, r in part) / len(part):.2f}")
        result[kind] = {n: round(float(v), 3) for n, v in zip(names, w)}
    json.dump(result, open(args.out, "w"), indent=1)
    open(args.out, "a").write("\n")


if __name__ == "__main__":
    main()
