"""A trained net -> a weights file as src/engine/weights.rs reads it.

usage: export.py NET.pt… NAME OUT.weights [--calibration FILE.json] [--version TEXT]

Encoder matrices become integers within ±63, one scale a column: with activations of 8 bits, the sums of two products fit
16 bits on every processor, so that all compute the same. The embeddings of word pieces are within ±127, one scale a row.

Of several checkpoints of nets that began as one, the file has the mean: it is better than each (Wortsman et al., ICML 2022).
"""

import argparse
import json
import struct
import zlib

import torch

import train

MAGIC, FORMAT, ALIGN = b"inquit\0w", 1, 64


def quantise(matrix, most, dim):
    """-> integers, and the scale of each column (dim 0) or row (dim 1) of `matrix`."""
    scale = matrix.abs().amax(dim, keepdim=True).clamp(min=1e-12) / most
    return (matrix / scale).round().clamp(-most, most), scale.flatten()


def tensors(net):
    """name -> (tensor as the file has it, integer or not); matrices as [in, out]."""
    state = {name: value.float() for name, value in net.state_dict().items()}
    renamed = {"encoder.norm": "embedding.norm", "encoder.layers": "layer", "encoder.": "", "crf": "crf"}
    embeddings = {"word.weight": "word", "position.weight": "position", "kind.weight": "kind", "distance.weight": "distance"}
    for name, value in state.items():
        integer = name.startswith("encoder.") and value.dim() == 2
        for old, new in renamed.items():
            if name.startswith(old):
                name = new + name[len(old):]
                break
        if name in embeddings:
            name, integer = embeddings[name], name == "word.weight"
            if integer:
                yield name, *quantise(value, 127, 1)
            else:
                yield name, value, None
        elif value.dim() == 2 and not name.startswith("crf"):
            value = value.T.contiguous()
            yield (name, *quantise(value, 63, 0)) if integer else (name, value, None)
        elif name == "crf.start":
            yield name, torch.where(net.crf.begins, value, -1e4), None
        elif name == "crf.transition":
            yield name, torch.where(net.crf.allowed, value, -1e4), None
        else:
            yield name, value, None


def write(net, name, version, calibration, path):
    payload, index = bytearray(), []

    def put(name, value, kind):
        payload.extend(b"\0" * (-len(payload) % ALIGN))
        index.append({"name": name, "type": kind, "shape": list(value.shape), "offset": len(payload)})
        payload.extend(value.to(torch.int8 if kind == "i8" else torch.float32).contiguous().numpy().tobytes())

    for tensor, value, scale in tensors(net):
        put(tensor, value, "f32" if scale is None else "i8")
        if scale is not None:
            put(tensor + ".scale", scale, "f32")
    header = {"name": name, "version": version, "encoder": net.encoder.config, "head": {"width": net.token.weight.shape[0]},
              "cue_floor": 0.1, "calibration": calibration, "tensors": index}
    header = json.dumps(header, separators=(",", ":")).encode()
    header += b" " * (-(len(header) + 28) % ALIGN)
    length = 28 + len(header) + len(payload)
    behind = struct.pack("<QI", length, len(header)) + header + payload
    with open(path, "wb") as out:
        out.write(MAGIC + struct.pack("<II", FORMAT, zlib.crc32(behind)) + behind)
    return length


@torch.no_grad()
def load(paths, rounded=False):
    """The mean of the nets of checkpoints; `rounded`: with weights as the exported file has them."""
    made = [torch.load(path, weights_only=False) for path in paths]
    net = train.build(made[0]["encoder"])
    net.load_state_dict({name: sum(one["net"][name].double() for one in made) / len(made) for name in made[0]["net"]})
    net.float().eval()
    if rounded:
        for name, p in net.named_parameters():
            if name.startswith("encoder.") and p.dim() == 2 and "position" not in name and "kind" not in name:
                value, scale = quantise(p, *((127, 1) if "word" in name else (63, 1)))
                p.copy_(value * scale[:, None])
    return net


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("nets", nargs="+", metavar="NET.pt")
    parser.add_argument("name")
    parser.add_argument("out")
    parser.add_argument("--calibration")
    parser.add_argument("--version", default="1")
    args = parser.parse_args()
    calibration = json.load(open(args.calibration)) if args.calibration else {}
    length = write(load(args.nets), args.name, args.version, calibration, args.out)
    print(f"{args.out}: {length / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
