"""Trains the small net to do as a large one does (distillation).

usage: distil.py --gold TRAIN.jsonl --inquit PATH --teacher NET.pt --out FILE.pt [--epochs N] [--seed N] [--hold-out K/N]
                 [--corpus FOLDER]

The teacher reads every variant of every article, and as many articles again in which words are changed for others that
MiniLM takes for like ones: what it makes of those, gold cannot say. The student learns three things from it: how its
tokens look to the teacher (mean squared error through a projection that is thrown away), how likely each is a cue, and
the teacher's own source and content of each cue; and, where it is gold's article, gold's.
"""

import argparse
import copy
import math
import random
import time

import torch
import torch.nn.functional as F
from torch import nn

import decode
import export
import text
import train
import windows
from model import Convolution, Net, collate, cue_batch

SWAPPED = 0.2  # share of the words that are changed
NEIGHBOURS = 8


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


def frequent(articles, most):
    """The most frequent pieces: function words and marks, whose change would change what is said."""
    counts = torch.zeros(30522)
    for w in (w for a in articles for w in a):
        counts += torch.bincount(torch.tensor(w.pieces), minlength=30522)
    return set(counts.topk(most).indices.tolist())


class Lesson:
    """A window, and what the teacher makes of it."""

    __slots__ = ("window", "hidden", "cues", "spans")


@torch.no_grad()
def teach(teacher, windows_, size=32):
    """The lessons of `windows_`."""
    teacher.eval()
    lessons = []
    ordered = sorted(windows_, key=lambda w: len(w.pieces))
    for at in range(0, len(ordered), size):
        group = ordered[at : at + size]
        batch = collate(group)
        tokens = teacher.encode(batch)
        logits = teacher.cue_logits(tokens)
        cues = [(k, start, end, None) for k, w in enumerate(group)
                for start, end, _ in decode.cue_runs(logits[k, : len(w.tokens)], w.paragraphs, 0.2)]
        spans = [[] for _ in group]
        for some in (cues[i : i + 64] for i in range(0, len(cues), 64)):
            made = cue_batch(group, tokens.shape[1], some)
            paths, _ = teacher.crf.best(teacher.emissions(tokens, made), made["mask"])
            for (k, start, end, _), path, long in zip(some, paths.tolist(), made["mask"].sum(1).tolist()):
                spans[k].append((start, end, path[:long]))
        for k, w in enumerate(group):
            lesson = Lesson()
            lesson.window, lesson.spans = w, spans[k]
            lesson.hidden = tokens[k, : len(w.tokens)].half()
            lesson.cues = torch.softmax(logits[k, : len(w.tokens)], -1)
            lessons.append(lesson)
    return lessons


def loss_of(net, projection, lessons):
    group = [lesson.window for lesson in lessons]
    batch = collate(group)
    with torch.autocast("cpu", torch.bfloat16):
        tokens = net.encoder(batch)
    tokens = tokens.float()
    mask = batch["token_mask"]
    logits = net.cue_logits(tokens)[mask]
    soft = torch.cat([lesson.cues for lesson in lessons])
    hidden = torch.cat([lesson.hidden for lesson in lessons]).float()
    loss = F.mse_loss(projection(tokens[mask]), hidden)
    # Half what the teacher thinks, half gold where there is any.
    gold = torch.tensor([bool(w.cues) for w in group])
    target = soft.clone()
    hard = F.one_hot(batch["cues"], 3).float()[mask]
    known = gold[:, None].expand_as(mask)[mask]
    target[known] = 0.5 * soft[known] + 0.5 * hard[known]
    loss = loss + 15 * F.cross_entropy(logits, target)
    cues = []
    for k, lesson in enumerate(lessons):
        cues += [(k, *span) for span in lesson.window.cues]
        cues += [(k, *span) for span in lesson.spans]
    if not cues:
        return loss
    cues.sort(key=lambda c: (lambda p: p[1] - p[0])(group[c[0]].paragraph_of(c[1])))
    total = 0
    for part in (cues[i : i + 48] for i in range(0, len(cues), 48)):
        made = cue_batch(group, tokens.shape[1], part)
        total = total - net.crf.log_likelihood(net.emissions(tokens, made), made["labels"], made["mask"]).sum()
    return loss + 0.15 * total / len(cues)


def principal(word, width):
    """The embeddings in their `width` principal directions, scaled to unit variance."""
    centred = word.float() - word.float().mean(0)
    _, _, directions = torch.linalg.svd(centred.T @ centred)
    low = centred @ directions[:width].T
    return low / low.std()


def main():
    parser = argparse.ArgumentParser()
    for name in ("--gold", "--inquit", "--teacher", "--out"):
        parser.add_argument(name, required=True)
    parser.add_argument("--epochs", type=int, default=14)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--hold-out", default="")
    parser.add_argument("--corpus", help="learn also from the articles below this folder")
    parser.add_argument("--rate", type=float, default=2e-3)
    parser.add_argument("--batch", type=int, default=32)
    parser.add_argument("--swaps", type=int, default=1)
    parser.add_argument("--width", type=int, default=192)
    parser.add_argument("--embedding", type=int, default=128)
    parser.add_argument("--layers", type=int, nargs="*", default=[1, 1, 0, 2, 0, 1, 0])
    parser.add_argument("--threads", type=int, default=2)
    args = parser.parse_args()
    torch.set_num_threads(args.threads)
    rng = random.Random(args.seed)
    start = time.time()

    seen, tests = train.split(args.gold, args.inquit, args.hold_out)
    if args.corpus:
        seen += text.read_corpus(args.corpus)
    teacher = export.load(args.teacher)
    word = teacher.encoder.word.weight.detach().clone()
    teacher.encoder.to(torch.bfloat16)
    made = {name: windows.of(some, args.inquit) for name, some in text.variants(seen).items() if name != "worn"}
    near, kept = neighbours(word), frequent(made["plain"], 300)
    sets = {name: [w for a in some for w in a] for name, some in made.items()}
    for i in range(args.swaps):
        base = "plain" if i % 2 == 0 else "bare"
        sets[f"swapped {i}"] = [swap(w, near, kept, rng) for w in sets[base]]
    lessons = [lesson for name, some in sets.items() for lesson in teach(teacher, some)]
    print(f"{len(lessons)} lessons {time.time() - start:.0f} s", flush=True)

    torch.manual_seed(args.seed)
    net = Net(Convolution(args.width, args.embedding, args.layers), head=128)
    with torch.no_grad():
        net.encoder.word.weight.copy_(principal(word, args.embedding))
    projection = nn.Linear(args.width, word.shape[1])
    optimiser = torch.optim.AdamW([*net.parameters(), *projection.parameters()], lr=args.rate, weight_decay=0.01, betas=(0.9, 0.98), fused=True)
    share = 2 * len(sets["plain"]) / len(lessons)
    steps, step = args.epochs * math.ceil(share * len(lessons) / args.batch), 0
    for epoch in range(args.epochs):
        net.train()
        total = count = 0
        # An epoch is as much text as gold twice over.
        some = rng.sample(lessons, int(share * len(lessons)))
        for group in train.batches(some, args.batch, rng, key=lambda lesson: len(lesson.window.pieces)):
            loss = loss_of(net, projection, group)
            loss.backward()
            torch.nn.utils.clip_grad_norm_(net.parameters(), 1.0)
            for part in optimiser.param_groups:
                part["lr"] = args.rate * min(1, (step + 1) / 200) * max(0.01, 1 - step / steps)
            optimiser.step()
            optimiser.zero_grad()
            total, count, step = total + float(loss.detach()), count + 1, step + 1
        print(f"epoch {epoch + 1} loss {total / count:.3f} {time.time() - start:.0f} s", flush=True)
        if (epoch + 1) % 4 == 0 or epoch + 1 == args.epochs:
            train.report(net, tests, f"epoch {epoch + 1}")
            torch.save({"net": net.state_dict(), "encoder": net.encoder.config, "arguments": vars(args)}, args.out)


if __name__ == "__main__":
    main()
