"""The mean of several nets that began as one (train.py's seeds): better than each, at the cost of one.

usage: average.py NET.pt… OUT.pt
"""

import sys

import torch


def main(*paths):
    *nets, out = paths
    made = [torch.load(path, weights_only=False) for path in nets]
    mean = {name: sum(m["net"][name] for m in made) / len(made) for name in made[0]["net"]}
    torch.save({"net": mean, "encoder": made[0]["encoder"], "arguments": [m["arguments"] for m in made]}, out)


main(*sys.argv[1:])
