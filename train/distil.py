"""Trains a net to do as a larger one does (distillation), from the lessons of `teach.py`.

usage: distil.py --lessons LESSONS.pt… --out FILE.pt --net accurate|fast [--begin NET.pt] [--passes N] [--seed N]
                 [--gold TRAIN.jsonl --inquit PATH --hold-out K/N]

The student learns three things from the teacher: how its tokens look to it (mean squared error through a projection that
is thrown away), how likely each is a cue, and its own source and content of each cue; and, where it is gold's article,
gold's. With --hold-out K/N, it learns nothing from every N-th article from the K-th, and is scored on them.
"""

import argparse
import math
import random
import time

import torch
import torch.nn.functional as F
from torch import nn

import train
from model import Convolution, Net, collate, cue_batch


class Lesson:
    """A window, and what the teacher makes of it."""

    __slots__ = ("window", "hidden", "cues", "spans")

    def __init__(self, window, hidden, cues, spans):
        self.window, self.hidden, self.cues, self.spans = window, hidden, cues, spans


def read(paths, without):
    """The lessons of files, but for those of articles in `without`; and how many windows the articles themselves have."""
    lessons, plain = [], 0
    for path in paths:
        made = torch.load(path, mmap=True, weights_only=False)
        plain, at = made["plain"], 0
        for window, cues, spans in zip(made["windows"], made["cues"], made["spans"]):
            end = at + len(window.tokens)
            if window.article not in without:
                lessons.append(Lesson(window, made["hidden"][at:end], cues, spans))
            at = end
    return lessons, plain


def loss_of(net, projection, lessons, autocast):
    group = [lesson.window for lesson in lessons]
    batch = collate(group)
    with torch.autocast("cpu", torch.bfloat16, enabled=autocast):
        tokens = net.encoder(batch)
    tokens = tokens.float()
    mask = batch["token_mask"]
    logits = net.cue_logits(tokens)[mask]
    soft = torch.cat([lesson.cues for lesson in lessons]).float()
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


def beginning(args):
    """The student before its first lesson."""
    if args.begin:
        saved = torch.load(args.begin, weights_only=False)
        net = train.build(saved["encoder"])
        net.load_state_dict(saved["net"])
        return net
    minilm = train.beginning()
    if args.net == "accurate":
        return minilm
    torch.manual_seed(args.seed)
    net = Net(Convolution(args.width, args.embedding, args.layers), head=128)
    with torch.no_grad():
        net.encoder.word.weight.copy_(principal(minilm.encoder.word.weight, args.embedding))
    return net


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--lessons", nargs="+", required=True)
    parser.add_argument("--out", required=True)
    parser.add_argument("--net", choices=["accurate", "fast"], required=True)
    parser.add_argument("--begin", help="a net of the same kind to go on from")
    parser.add_argument("--passes", type=float, default=28, help="how often as much text as gold's is seen")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--gold")
    parser.add_argument("--inquit")
    parser.add_argument("--hold-out", default="")
    parser.add_argument("--rate", type=float, default=2e-3)
    parser.add_argument("--head-rate", type=float, default=2e-3)
    parser.add_argument("--batch", type=int, default=32)
    parser.add_argument("--width", type=int, default=192)
    parser.add_argument("--embedding", type=int, default=128)
    parser.add_argument("--layers", type=int, nargs="*", default=[1, 1, 0, 2, 0, 1, 0])
    args = parser.parse_args()
    torch.set_num_threads(1)
    rng = random.Random(args.seed)
    start = time.time()
    tests, without = {}, set()
    if args.hold_out:
        _, tests = train.split(args.gold, args.inquit, args.hold_out)
        without = {a["id"] for a in tests["plain"][0]}
    lessons, plain = read(args.lessons, without)
    print(f"{len(lessons)} lessons {time.time() - start:.0f} s", flush=True)
    net = beginning(args)
    torch.manual_seed(args.seed)
    projection = nn.Linear(net.encoder.width, lessons[0].hidden.shape[1])
    if args.begin or args.net == "accurate":
        fit(projection, net, rng.sample(lessons, min(1500, len(lessons))))
    accurate = args.net == "accurate"
    master = train.Master(net) if accurate else None
    pairs = master.pairs if accurate else [(n, p, p) for n, p in net.named_parameters()]
    own = [m for name, _, m in pairs if name.startswith("encoder.")]
    head = [m for name, _, m in pairs if not name.startswith("encoder.")] + list(projection.parameters())
    optimiser = torch.optim.AdamW([{"params": own, "lr": args.rate, "base": args.rate},
                                   {"params": head, "lr": args.head_rate, "base": args.head_rate}], weight_decay=0.01, betas=(0.9, 0.98), fused=True)
    total_windows = int(args.passes * plain)
    steps, step, total = math.ceil(total_windows / args.batch), 0, 0.0
    every = max(1, steps // 2)
    while step < steps:
        some = rng.sample(lessons, min(len(lessons), plain))
        net.train()
        for group in train.batches(some, args.batch, rng, key=lambda lesson: len(lesson.window.pieces)):
            loss = loss_of(net, projection, group, not accurate and train.PRECISION == torch.bfloat16)
            loss.backward()
            if accurate:
                master.before_step()
            torch.nn.utils.clip_grad_norm_(own + head, 1.0)
            for part in optimiser.param_groups:
                part["lr"] = part["base"] * min(1, (step + 1) / 200) * max(0.01, 1 - step / steps)
            optimiser.step()
            optimiser.zero_grad()
            if accurate:
                master.after_step()
            total, step = total + float(loss.detach()), step + 1
            if step % 100 == 0:
                print(f"step {step}/{steps} loss {total / 100:.3f} {time.time() - start:.0f} s", flush=True)
                total = 0.0
            if step % every == 0 or step == steps:
                train.report(net, tests, f"step {step}")
                net.train()
                state = master.state(net) if accurate else net.state_dict()
                torch.save({"net": state, "encoder": net.encoder.config, "arguments": vars(args)}, args.out)
            if step == steps:
                break


@torch.no_grad()
def fit(projection, net, lessons):
    """Begins the projection as the least-squares map from the student's tokens to the teacher's."""
    net.eval()
    x, y = [], []
    for at in range(0, len(lessons), 32):
        some = lessons[at : at + 32]
        batch = collate([lesson.window for lesson in some])
        x.append(net.encoder(batch).float()[batch["token_mask"]])
        y.append(torch.cat([lesson.hidden for lesson in some]).float())
    x, y = torch.cat(x), torch.cat(y)
    x = torch.cat([x, torch.ones(len(x), 1)], 1)
    solved = torch.linalg.solve(x.T @ x + 1e-2 * len(x) * torch.eye(x.shape[1]) / x.shape[1], x.T @ y)
    projection.weight.copy_(solved[:-1].T)
    projection.bias.copy_(solved[-1])


if __name__ == "__main__":
    main()
