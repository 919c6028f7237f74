"""Candidates as the net finds them, for the scorer: the same as src/engine/ does, without the runners-up."""

import sys
from pathlib import Path

import torch

from model import collate, cue_batch

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "shared" / "eval"))
import score  # noqa: E402


EDGE = 0.4  # as in src/engine/head.rs


def cue_runs(logits, paragraphs, floor):
    """(start, end, probability) of the runs of tokens that may be a cue, without improbable edges."""
    p = torch.softmax(logits, -1)
    inside = (1 - p[:, 0]).tolist()
    begins = (p[:, 1] > p[:, 2]).tolist()
    for a, b in paragraphs:
        start = None
        for t in range(a, b + 1):
            on = t < b and inside[t] >= floor
            if start is not None and (not on or begins[t]):
                most = max(inside[start:t])
                core = [u for u in range(start, t) if inside[u] >= EDGE * most]
                yield core[0], core[-1] + 1, most
                start = None
            if on and start is None:
                start = t


def segments(labels, first, tokens, kind):
    """Spans of the runs of labels `kind` (begin) and `kind + 1` (inside)."""
    spans = []
    for t, label in enumerate(labels):
        if label == kind:
            spans.append(list(tokens[first + t]))
        elif label == kind + 1 and spans:
            spans[-1][1] = tokens[first + t][1]
    return spans


@torch.no_grad()
def candidates(net, articles, floor=0.1, size=16):
    """`articles`: the windows of each. -> id -> [{cue, source, content, p (of the cue), path (log probability)}]"""
    net.eval()
    found = {windows[0].article: [] for windows in articles if windows}
    windows = sorted((w for a in articles for w in a), key=lambda w: len(w.pieces))
    for at in range(0, len(windows), size):
        group = windows[at : at + size]
        batch = collate(group)
        tokens = net.encode(batch)
        logits = net.cue_logits(tokens)
        cues = [(k, start, end, None, p) for k, w in enumerate(group)
                for start, end, p in cue_runs(logits[k, : len(w.tokens)], w.paragraphs, floor)]
        cues.sort(key=lambda c: group[c[0]].paragraph_of(c[1])[1] - group[c[0]].paragraph_of(c[1])[0])
        for some in (cues[i : i + 48] for i in range(0, len(cues), 48)):
            made = cue_batch(group, tokens.shape[1], [c[:4] for c in some])
            paths, logs = net.crf.best(net.emissions(tokens, made), made["mask"])
            for (k, start, end, _, p), path, log in zip(some, paths.tolist(), logs.tolist()):
                w = group[k]
                a, b = w.paragraph_of(start)
                path = path[: b - a]
                cue = [w.tokens[start][0], w.tokens[end - 1][1]]
                source = segments(path, a, w.tokens, 1)
                source = sorted(source, key=lambda s: max(s[0] - cue[1], cue[0] - s[1]))[:1]
                found[w.article].append({"cue": [cue], "source": source, "content": segments(path, a, w.tokens, 3), "p": p, "path": log})
    return found


def select(found, threshold):
    return {id: {"attributions": [c for c in some if c["content"] and c["p"] >= threshold]} for id, some in found.items()}


def best_threshold(gold, found):
    """The threshold of the cue's probability with the best relation F, and the scores there."""
    scored = [(score.score(gold, select(found, t / 20)), t / 20) for t in range(4, 13)]
    return max(scored, key=lambda s: s[0]["relation"]["f"])


def short(s):
    return (f"relation {s['relation']['f']} (P {s['relation']['p']} R {s['relation']['r']}) d/m/i "
            f"{s['relation_direct']['f']}/{s['relation_mixed']['f']}/{s['relation_indirect']['f']} exact {s['exact']['f']} "
            f"overlap {s['overlap']['f']} fragments s/c/c {s['fragments_source']['f']}/{s['fragments_cue']['f']}/{s['fragments_content']['f']}")
