"""The net: an encoder (MiniLM's transformer, or gated convolutions) with a cue tagger and, for each cue, a tagger of source and content.

src/engine/ runs the same in Rust; the names of the tensors are those of the weights file (export.py).
"""

import math

import torch
import torch.nn.functional as F
from torch import nn

FEATURES = 1 + 7 * 4
LABELS = 5  # windows.OUT … windows.CONTENT
DISTANCES = 32
LONGEST = 256


class SharedDropout(nn.Module):
    """Drops a channel in the whole window: cheaper than dropping single values, and as good here."""

    def __init__(self, p):
        super().__init__()
        self.p = p

    def forward(self, x):
        if not self.training or self.p == 0:
            return x
        kept = torch.rand(x.shape[0], 1, x.shape[2]) > self.p
        return x * (kept.to(x.dtype) / (1 - self.p))


class TransformerLayer(nn.Module):
    def __init__(self, width, heads, inner, dropout, epsilon=1e-12):
        super().__init__()
        self.heads = heads
        self.qkv, self.out = nn.Linear(width, 3 * width), nn.Linear(width, width)
        self.up, self.down = nn.Linear(width, inner), nn.Linear(inner, width)
        self.norm1, self.norm2 = nn.LayerNorm(width, eps=epsilon), nn.LayerNorm(width, eps=epsilon)
        self.dropout = SharedDropout(dropout)

    def forward(self, x, bias):
        """`bias` is added to the attention, unless it is None."""
        batch, length, width = x.shape
        q, k, v = self.qkv(x).view(batch, length, 3, self.heads, width // self.heads).permute(2, 0, 3, 1, 4)
        # By hand: on processors the fused attention's backward pass costs more than all products together.
        weight = torch.matmul(q * (width // self.heads) ** -0.5, k.transpose(2, 3))
        weight = torch.softmax(weight if bias is None else weight + bias, -1)
        y = torch.matmul(weight, v)
        x = self.norm1(x + self.dropout(self.out(y.transpose(1, 2).reshape(batch, length, width))))
        return self.norm2(x + self.dropout(self.down(F.gelu(self.up(x)))))


def copy(to, tensors, name):
    to.weight.copy_(tensors[name + ".weight"])
    to.bias.copy_(tensors[name + ".bias"])


def load_layers(layers, tensors, qkv, out, norm):
    """Fills `layers` from the tensors of a published encoder; `qkv`, `out` and `norm` are what it calls its attention's parts."""
    for i, layer in enumerate(layers):
        at = f"encoder.layer.{i}."
        parts = [f"{at}attention.{part}" for part in qkv]
        layer.qkv.weight.copy_(torch.cat([tensors[part + ".weight"] for part in parts]))
        layer.qkv.bias.copy_(torch.cat([tensors[part + ".bias"] for part in parts]))
        copy(layer.out, tensors, f"{at}attention.{out}")
        copy(layer.norm1, tensors, f"{at}attention.{norm}")
        copy(layer.up, tensors, at + "intermediate.dense")
        copy(layer.down, tensors, at + "output.dense")
        copy(layer.norm2, tensors, at + "output.LayerNorm")


class Transformer(nn.Module):
    def __init__(self, layers=6, width=384, heads=12, inner=1536, pieces=30522, dropout=0.1):
        super().__init__()
        self.config = {"kind": "transformer", "width": width, "heads": heads, "inner": inner, "layers": layers, "epsilon": 1e-12}
        self.width = width
        self.word, self.position = nn.Embedding(pieces, width), nn.Embedding(LONGEST, width)
        self.kind = nn.Embedding(FEATURES, width)
        self.norm, self.dropout = nn.LayerNorm(width, eps=1e-12), SharedDropout(dropout)
        self.layers = nn.ModuleList(TransformerLayer(width, heads, inner, dropout) for _ in range(layers))
        nn.init.zeros_(self.kind.weight)

    def load_minilm(self, tensors):
        """`tensors`: those of all-MiniLM-L6-v2 (safetensors)."""
        with torch.no_grad():
            self.word.weight.copy_(tensors["embeddings.word_embeddings.weight"])
            position = tensors["embeddings.position_embeddings.weight"][:LONGEST]
            self.position.weight.copy_(position + tensors["embeddings.token_type_embeddings.weight"][0])
            copy(self.norm, tensors, "embeddings.LayerNorm")
            load_layers(self.layers, tensors, ("self.query", "self.key", "self.value"), "output.dense", "output.LayerNorm")

    def forward(self, batch):
        pieces, features = batch["pieces"], batch["features"]
        x = self.word(pieces) + self.position.weight[: pieces.shape[1]] + self.kind(features)
        x = self.dropout(self.norm(x))
        mask = batch["mask"][:, None, None, :]
        mask = None if bool(mask.all()) else torch.where(mask, 0.0, -1e4).to(x.dtype)
        for layer in self.layers:
            x = layer(x, mask)
        return x.gather(1, batch["first"][:, :, None].expand(-1, -1, x.shape[2]))


class Mpnet(nn.Module):
    """A teacher too large to ship, without MPNet's last two layers, which make vectors of whole sentences. Its word pieces are MiniLM's,
    four places on."""

    def __init__(self, layers=10, width=768, heads=12, inner=3072, pieces=30527, dropout=0.1):
        super().__init__()
        self.config = {"kind": "mpnet", "width": width, "heads": heads, "inner": inner, "layers": layers, "epsilon": 1e-5}
        self.width = width
        self.word, self.position = nn.Embedding(pieces, width), nn.Embedding(LONGEST, width)
        self.kind, self.relative = nn.Embedding(FEATURES, width), nn.Embedding(32, heads)
        self.norm, self.dropout = nn.LayerNorm(width, eps=1e-5), SharedDropout(dropout)
        self.layers = nn.ModuleList(TransformerLayer(width, heads, inner, dropout, 1e-5) for _ in range(layers))
        nn.init.zeros_(self.kind.weight)

    def load(self, tensors):
        with torch.no_grad():
            self.word.weight.copy_(tensors["embeddings.word_embeddings.weight"])
            self.position.weight.copy_(tensors["embeddings.position_embeddings.weight"][2 : LONGEST + 2])
            self.relative.weight.copy_(tensors["encoder.relative_attention_bias.weight"])
            copy(self.norm, tensors, "embeddings.LayerNorm")
            load_layers(self.layers, tensors, ("attn.q", "attn.k", "attn.v"), "attn.o", "LayerNorm")

    def bias(self, length):
        at = torch.arange(length)
        n = at[:, None] - at[None, :]  # positive: the key stands before
        ahead, n = (n < 0).long() * 16, n.abs()
        far = 8 + (torch.log(n.float().clamp(min=1) / 8) / math.log(128 / 8) * 8).long()
        return self.relative(ahead + torch.where(n < 8, n, far.clamp(max=15))).permute(2, 0, 1)

    def forward(self, batch):
        pieces = batch["pieces"]
        # [CLS] and [SEP] are written otherwise.
        words = torch.where(pieces == 101, 0, torch.where(pieces == 102, 2, pieces + 4))
        x = self.word(words) + self.position.weight[: pieces.shape[1]] + self.kind(batch["features"])
        x = self.dropout(self.norm(x))
        bias = self.bias(pieces.shape[1])[None]
        bias = bias + torch.where(batch["mask"][:, None, None, :], 0.0, -1e4).to(bias.dtype)
        for layer in self.layers:
            x = layer(x, bias)
        return x.gather(1, batch["first"][:, :, None].expand(-1, -1, x.shape[2]))


class ConvolutionLayer(nn.Module):
    """A residual gated convolution over three items, `dilation` apart."""

    def __init__(self, width, dilation, dropout):
        super().__init__()
        self.dilation = dilation
        self.conv, self.norm = nn.Linear(3 * width, 2 * width), nn.LayerNorm(width, eps=1e-12)
        self.dropout = nn.Dropout(dropout)

    def forward(self, x, mask):
        x = x * mask
        d = self.dilation
        padded = F.pad(x, (0, 0, d, d))
        y = torch.cat([padded[:, : x.shape[1]], x, padded[:, 2 * d :]], -1)
        value, gate = self.conv(y).chunk(2, -1)
        return self.norm(x + self.dropout(value * torch.sigmoid(gate)))


class ScanLayer(nn.Module):
    """A residual gated running mean, half of the channels forward and half backward: cheap memory of any length."""

    def __init__(self, width, dropout):
        super().__init__()
        self.scan, self.norm = nn.Linear(width, 2 * width), nn.LayerNorm(width, eps=1e-12)
        self.dropout = nn.Dropout(dropout)

    def forward(self, x, mask):
        value, gate = self.scan(x).chunk(2, -1)
        keep = torch.sigmoid(gate)
        # Where nothing stands, nothing is added and nothing is forgotten.
        new, keep = (1 - keep) * value * mask, torch.where(mask > 0, keep, 1.0)
        half = x.shape[2] // 2
        parts = []
        for channels, order in ((slice(0, half), 1), (slice(half, None), -1)):
            n, k = new[:, :, channels].unbind(1)[::order], keep[:, :, channels].unbind(1)[::order]
            state, states = torch.zeros_like(n[0]), []
            for t in range(len(n)):
                state = torch.addcmul(n[t], k[t], state)
                states.append(state)
            parts.append(torch.stack(states[::order], 1))
        return self.norm(x + self.dropout(torch.cat(parts, -1)))


class Convolution(nn.Module):
    """`layers`: the dilation of a convolution each, or 0 for a scan."""

    def __init__(self, width=192, embedding=128, layers=(1, 1, 0, 2, 0, 1, 0), pieces=30522, dropout=0.1):
        super().__init__()
        self.config = {"kind": "convolution", "width": width, "embedding": embedding, "layers": list(layers), "epsilon": 1e-12}
        self.width = width
        self.word, self.kind = nn.Embedding(pieces, embedding), nn.Embedding(FEATURES, width)
        self.input, self.norm = nn.Linear(embedding, width), nn.LayerNorm(width, eps=1e-12)
        self.dropout = nn.Dropout(dropout)
        self.layers = nn.ModuleList(ConvolutionLayer(width, d, dropout) if d else ScanLayer(width, dropout) for d in layers)
        nn.init.normal_(self.kind.weight, std=0.1)

    def forward(self, batch):
        # An item is a token or a piece that belongs to none; its word is the mean over its pieces.
        pieces = self.word(batch["pieces"])
        x = pieces.new_zeros(*batch["item_mask"].shape, pieces.shape[2])
        x = x.scatter_add(1, batch["item"][:, :, None].expand_as(pieces), pieces * batch["share"][:, :, None].to(pieces.dtype))
        mask = batch["item_mask"][:, :, None].to(x.dtype)
        x = self.dropout(self.norm(self.input(x) + self.kind(batch["item_features"])))
        for layer in self.layers:
            x = layer(x, mask)
        return x.gather(1, batch["token_item"][:, :, None].expand(-1, -1, x.shape[2]))


def bucket(distance):
    """Distance from the cue in tokens (negative before it) -> a row of `distance`."""
    m = distance.abs().float()
    m = torch.where(m < 8, m, 8 + torch.floor(torch.log2((m / 8).clamp(min=1)) * 2)).clamp(max=15).long()
    return 16 + distance.sign() * m


class Crf(nn.Module):
    """Linear chain over the labels; an inside label follows only its own kind."""

    def __init__(self):
        super().__init__()
        self.start, self.end = nn.Parameter(torch.zeros(LABELS)), nn.Parameter(torch.zeros(LABELS))
        self.transition = nn.Parameter(torch.zeros(LABELS, LABELS))
        allowed = torch.ones(LABELS, LABELS, dtype=torch.bool)
        for begin, inside in ((1, 2), (3, 4)):
            allowed[:, inside] = False
            allowed[begin, inside] = allowed[inside, inside] = True
        self.register_buffer("allowed", allowed, persistent=False)
        self.register_buffer("begins", torch.tensor([True, True, False, True, False]), persistent=False)

    def potentials(self):
        return (torch.where(self.begins, self.start, -1e4), torch.where(self.allowed, self.transition, -1e4), self.end)

    def log_likelihood(self, emissions, labels, mask):
        start, transition, end = self.potentials()
        score = start[labels[:, 0]] + emissions[:, 0].gather(1, labels[:, :1])[:, 0]
        steps = emissions.gather(2, labels[:, :, None])[:, :, 0][:, 1:] + transition[labels[:, :-1], labels[:, 1:]]
        last = labels.gather(1, mask.sum(1, keepdim=True) - 1)[:, 0]
        score = score + (steps * mask[:, 1:]).sum(1) + end[last]
        alpha = start + emissions[:, 0]
        for t in range(1, emissions.shape[1]):
            step = torch.logsumexp(alpha[:, :, None] + transition, 1) + emissions[:, t]
            alpha = torch.where(mask[:, t, None], step, alpha)
        return score - torch.logsumexp(alpha + end, 1)

    def best(self, emissions, mask):
        """The best labels of each row, and their log probability."""
        start, transition, end = self.potentials()
        best = total = start + emissions[:, 0]
        back = []
        for t in range(1, emissions.shape[1]):
            value, index = (best[:, :, None] + transition).max(1)
            step = torch.logsumexp(total[:, :, None] + transition, 1) + emissions[:, t]
            inside = mask[:, t, None]
            best, total = torch.where(inside, value + emissions[:, t], best), torch.where(inside, step, total)
            back.append(torch.where(inside, index, torch.arange(LABELS)))
        score, label = (best + end).max(1)
        path = [label]
        for index in reversed(back):
            path.append(index.gather(1, path[-1][:, None])[:, 0])
        return torch.stack(path[::-1], 1), score - torch.logsumexp(total + end, 1)


class Net(nn.Module):
    def __init__(self, encoder, head=256, dropout=0.1):
        super().__init__()
        self.encoder, width = encoder, encoder.width
        self.cue = nn.Linear(width, 3)
        self.token, self.token_gate = nn.Linear(width, head), nn.Linear(width, head, bias=False)
        self.cue_to, self.cue_gate = nn.Linear(width, head, bias=False), nn.Linear(width, head, bias=False)
        self.distance = nn.Embedding(DISTANCES, head)
        self.emit = nn.Linear(head, LABELS)
        self.crf, self.dropout = Crf(), nn.Dropout(dropout)

    def encode(self, batch):
        return self.encoder(batch).float()

    def cue_logits(self, tokens):
        return self.cue(self.dropout(tokens))

    def emissions(self, tokens, cues):
        """`cues`: from `cue_batch`. Scores of the labels of each token of each cue's paragraph."""
        flat = tokens.reshape(-1, tokens.shape[2])
        cue = torch.matmul(cues["weight"][:, None], flat[cues["tokens"]])[:, 0]
        whole, gate = self.token(self.dropout(tokens)), self.token_gate(tokens)
        whole = whole.reshape(-1, whole.shape[2])[cues["tokens"]]
        gate = gate.reshape(-1, gate.shape[2])[cues["tokens"]]
        z = F.gelu(whole + self.cue_to(cue)[:, None] + self.distance(cues["bucket"]) + gate * self.cue_gate(cue)[:, None])
        emissions = self.emit(self.dropout(z))
        # The cue itself is neither source nor content.
        closed = cues["is_cue"][:, :, None] & (torch.arange(LABELS) > 0)
        return emissions.masked_fill(closed, -1e4)


def collate(windows):
    """Windows of a batch, padded."""
    batch, longest = len(windows), max(len(w.pieces) for w in windows)
    most = max(len(w.tokens) for w in windows)
    items = most + 1 + max(len(w.paragraphs) for w in windows)
    out = {
        "pieces": torch.zeros(batch, longest, dtype=torch.long), "features": torch.zeros(batch, longest, dtype=torch.long),
        "mask": torch.zeros(batch, longest, dtype=torch.bool), "first": torch.zeros(batch, most, dtype=torch.long),
        "token_mask": torch.zeros(batch, most, dtype=torch.bool), "cues": torch.zeros(batch, most, dtype=torch.long),
        "item": torch.zeros(batch, longest, dtype=torch.long), "share": torch.zeros(batch, longest),
        "item_mask": torch.zeros(batch, items, dtype=torch.bool), "item_features": torch.zeros(batch, items, dtype=torch.long),
        "token_item": torch.zeros(batch, most, dtype=torch.long),
    }
    for k, w in enumerate(windows):
        n, t = len(w.pieces), len(w.tokens)
        features = torch.tensor(w.features)
        first = torch.tensor(w.first)
        out["pieces"][k, :n], out["features"][k, :n], out["mask"][k, :n] = torch.tensor(w.pieces), features, True
        out["first"][k, :t], out["token_mask"][k, :t] = first, True
        for start, end, _ in w.cues:
            out["cues"][k, start], out["cues"][k, start + 1 : end] = 1, 2
        begins = features == 0
        begins[first] = True
        item = begins.cumsum(0) - 1
        count = int(item[-1]) + 1
        out["item"][k, :n] = item
        out["share"][k, :n] = 1 / torch.bincount(item, minlength=count).float()[item]
        out["item_mask"][k, :count] = True
        out["item_features"][k, :count] = features[begins]
        out["token_item"][k, :t] = item[first]
    return out


def cue_batch(windows, most, cues):
    """`cues`: (window, start, end, labels or None) each; `most` tokens a window in the padded batch."""
    spans = [windows[k].paragraph_of(start) for k, start, _, _ in cues]
    length = max(b - a for a, b in spans)
    n = len(cues)
    at = torch.arange(length)
    out = {
        "tokens": torch.zeros(n, length, dtype=torch.long), "mask": torch.zeros(n, length, dtype=torch.bool),
        "bucket": torch.zeros(n, length, dtype=torch.long), "is_cue": torch.zeros(n, length, dtype=torch.bool),
        "weight": torch.zeros(n, length), "labels": torch.zeros(n, length, dtype=torch.long),
    }
    for i, ((k, start, end, labels), (a, b)) in enumerate(zip(cues, spans)):
        end = min(end, b)
        token = at + a
        out["tokens"][i, : b - a] = k * most + token[: b - a]
        out["mask"][i, : b - a] = True
        distance = torch.where(token < start, token - start, torch.where(token >= end, token - end + 1, 0))
        out["bucket"][i] = bucket(distance)
        out["is_cue"][i, start - a : end - a] = True
        out["weight"][i, start - a : end - a] = 1 / (end - start)
        if labels is not None:
            out["labels"][i, : b - a] = torch.tensor(labels)
    # A cue taken wider than gold's cuts into a source or content: what is left of it begins behind the cue.
    labels = out["labels"]
    labels[out["is_cue"]] = 0
    before = F.pad(labels[:, :-1], (1, 0))
    for begin in (1, 3):
        labels[(labels == begin + 1) & (before != begin) & (before != begin + 1)] = begin
    return out
