"""What a teacher makes of articles, as lessons for `distil.py`.

usage: teach.py --gold TRAIN.jsonl --inquit PATH --teacher NET.pt --corpus FOLDER --part K/N --out LESSONS.pt

The teacher reads every variant of every article, and as many articles again in which words are changed for others that
it takes for like ones: what it makes of those, gold cannot say. `--part K/N` does every N-th of the windows, so that
each core can do its own.
"""

import argparse
import copy
import random
import time

import torch
import torch.nn.functional as F

import decode
import export
import text
import train
import windows
from model import collate, cue_batch

SWAPPED = 0.2  # share of the words that are changed
NEIGHBOURS = 8
# How much of each variant is read.
SHARES = {"plain": 1.0, "bare": 0.7, "torn": 0.6, "worn": 0.3, "swapped plain": 0.5, "swapped bare": 0.4}


def neighbours(word):
    """For each whole-word piece of small letters: the pieces whose embeddings are nearest."""
    unit = F.normalize(word.float(), dim=1)
    near = {}
    plain = [i for i in range(1996, word.shape[0])]
    for at in range(0, len(plain), 2048):
        some = plain[at : at + 2048]
        best = (unit[some] @ unit[1996:].T).topk(NEIGHBOURS + 1, dim=1).indices[:, 1:] + 1996
        near.update(zip(some, best.tolist()))
    return near


def swap(window, near, kept, rng):
    """The window with other words: not function words, numbers or marks (`kept`), and only tokens of one piece."""
    new = copy.copy(window)
    new.pieces, new.cues = list(window.pieces), []
    ends = window.first[1:] + [None]
    for first, end in zip(window.first, ends):
        piece = window.pieces[first]
        single = end == first + 1
        if single and piece not in kept and piece in near and rng.random() < SWAPPED:
            new.pieces[first] = rng.choice(near[piece])
    return new


def frequent(windows_, most):
    """The most frequent pieces: function words and marks, whose change would change what is said."""
    counts = torch.zeros(30522)
    for w in windows_:
        counts += torch.bincount(torch.tensor(w.pieces), minlength=30522)
    return set(counts.topk(most).indices.tolist())


@torch.no_grad()
def teach(teacher, windows_, start, size=16):
    """The lessons of `windows_`: how their tokens look to the teacher, how likely each is a cue, and what each cue takes."""
    teacher.eval()
    hidden, made = [], {"windows": [], "spans": [], "cues": []}
    ordered = sorted(windows_, key=lambda w: len(w.pieces))
    for at in range(0, len(ordered), size):
        group = ordered[at : at + size]
        batch = collate(group)
        tokens = teacher.encode(batch)
        logits = teacher.cue_logits(tokens)
        cues = [(k, begin, end, None) for k, w in enumerate(group)
                for begin, end, _ in decode.cue_runs(logits[k, : len(w.tokens)], w.paragraphs, 0.2)]
        spans = [[] for _ in group]
        for some in (cues[i : i + 64] for i in range(0, len(cues), 64)):
            rows = cue_batch(group, tokens.shape[1], some)
            paths, _ = teacher.crf.best(teacher.emissions(tokens, rows), rows["mask"])
            for (k, begin, end, _), path, long in zip(some, paths.tolist(), rows["mask"].sum(1).tolist()):
                spans[k].append((begin, end, path[:long]))
        for k, w in enumerate(group):
            hidden.append(tokens[k, : len(w.tokens)].half())
            made["windows"].append(w)
            made["spans"].append(spans[k])
            made["cues"].append(torch.softmax(logits[k, : len(w.tokens)], -1).half())
        if (at // size) % 100 == 0:
            print(f"{at} of {len(ordered)} windows {time.time() - start:.0f} s", flush=True)
    made["hidden"] = torch.cat(hidden)
    return made


def main():
    parser = argparse.ArgumentParser()
    for name in ("--gold", "--inquit", "--teacher", "--corpus", "--out"):
        parser.add_argument(name, required=True)
    parser.add_argument("--part", default="0/1")
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    torch.set_num_threads(1)
    rng, start = random.Random(args.seed), time.time()
    teacher = export.load([args.teacher])
    word = teacher.encoder.word.weight.detach()[4:30526]
    teacher.encoder.to(train.PRECISION)
    articles = list(text.read(args.gold)) + 2 * list(text.read_corpus(args.corpus))
    sets = {name: [w for a in windows.of(some, args.inquit) for w in a] for name, some in text.variants(articles).items()}
    near, kept = neighbours(word), frequent(sets["plain"], 300)
    for name in ("plain", "bare"):
        sets["swapped " + name] = [swap(w, near, kept, rng) for w in sets[name]]
    chosen = [w for name, some in sets.items() for w in rng.sample(some, int(SHARES[name] * len(some)))]
    k, n = map(int, args.part.split("/"))
    made = teach(teacher, chosen[k::n], start)
    made["plain"] = len(sets["plain"])
    torch.save(made, args.out)
    print(f"{len(made['windows'])} lessons {time.time() - start:.0f} s", flush=True)


if __name__ == "__main__":
    main()
