# SPDX-License-Identifier: Apache-2.0
"""The engine's line network (Tesseract's LSTM models) in torch, from and to the weights of its files.

`lstmtraining` takes one line at a time; in batches a core trains several times as many. Layers as tesseract 5.3 has
them (src/lstm): a 3 x 3 convolution with tanh, a maximum over 3 x 3, an LSTM down each column of which the last output
stays, one to the right, one to the left, one to the right, and a softmax whose last class is no letter.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np
import torch
from torch import Tensor, nn

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Weights = Sequence[NDArray[np.float64]]

HEIGHT = 36
"""Pixels of a line."""
SHRINK = 3
"""Columns of pixels that make one step."""
_GATES = (1, 2, 0, 3)
"""Where the engine has the gates that torch puts first to last (input, forget, cell, output): it has the cell first."""


class _Memory(nn.Module):  # type: ignore[misc]
    """An LSTM whose biases are one."""

    def __init__(self, matrices: Weights) -> None:
        super().__init__()
        outputs, columns = matrices[0].shape
        inputs = columns - 1 - outputs
        self.lstm = nn.LSTM(inputs, outputs, batch_first=True)
        whole = torch.tensor(np.concatenate([matrices[gate] for gate in _GATES]), dtype=torch.float32)
        with torch.no_grad():
            self.lstm.weight_ih_l0.copy_(whole[:, :inputs])
            self.lstm.weight_hh_l0.copy_(whole[:, inputs:-1])
            self.lstm.bias_ih_l0.copy_(whole[:, -1])
            self.lstm.bias_hh_l0.zero_()
        self.lstm.bias_hh_l0.requires_grad_(requires_grad=False)

    def forward(self, steps: Tensor) -> Tensor:
        found: Tensor = self.lstm(steps)[0]
        return found

    def matrices(self) -> list[NDArray[np.float64]]:
        """The weights as the engine has them."""
        parts = (self.lstm.weight_ih_l0, self.lstm.weight_hh_l0, self.lstm.bias_ih_l0[:, None])
        gates = torch.cat(parts, 1).detach().double().numpy().reshape(4, self.lstm.hidden_size, -1)
        return [gates[_GATES.index(gate)] for gate in range(4)]


class LineNetwork(nn.Module):  # type: ignore[misc]
    """The network of a model of the shape `[1,36,0,1 Ct3,3,16 Mp3,3 Lfys.. Lfx.. Lrx.. Lfx.. O1c..]`."""

    def __init__(self, weights: Weights) -> None:
        super().__init__()
        self.edges = _linear(weights[0])
        self.down, self.right, self.left, self.again = (_Memory(weights[1 + 4 * at : 5 + 4 * at]) for at in range(4))
        self.letters = _linear(weights[17])

    def forward(self, lines: Tensor, lengths: Tensor) -> Tensor:
        """Log likelihoods, lines x steps x classes, of lines (lines x 36 x width); `lengths` are their steps."""
        count, height, width = lines.shape
        # The engine puts chance beyond the edges; columns first, as it has them.
        padded = torch.empty(count, height + 2, width + 2).uniform_(-1, 1)
        padded[:, 1:-1, 1:-1] = lines
        weight = self.edges.weight.view(-1, 1, 3, 3).transpose(2, 3)
        seen = torch.tanh(nn.functional.conv2d(padded[:, None], weight, self.edges.bias))
        seen = nn.functional.max_pool2d(seen, SHRINK)
        columns = seen.permute(0, 3, 2, 1)  # lines, steps, rows, features
        steps = self.down(columns.reshape(-1, *columns.shape[2:]))[:, -1].view(count, columns.shape[1], -1)
        steps = self.right(steps)
        steps = _turned(self.left(_turned(steps, lengths)), lengths)
        return nn.functional.log_softmax(self.letters(self.again(steps)), -1)

    def weights(self) -> list[NDArray[np.float64]]:
        """All matrices in the order of the engine's file."""
        memories = (self.down, self.right, self.left, self.again)
        inner = [matrix for memory in memories for matrix in memory.matrices()]
        return [_matrix(self.edges), *inner, _matrix(self.letters)]


def _linear(matrix: NDArray[np.float64]) -> nn.Linear:
    layer = nn.Linear(matrix.shape[1] - 1, len(matrix))
    with torch.no_grad():
        layer.weight.copy_(torch.from_numpy(matrix[:, :-1].copy()))
        layer.bias.copy_(torch.from_numpy(matrix[:, -1].copy()))
    return layer


def _matrix(layer: nn.Linear) -> NDArray[np.float64]:
    return np.asarray(torch.cat((layer.weight, layer.bias[:, None]), 1).detach().double().numpy(), np.float64)


def _turned(steps: Tensor, lengths: Tensor) -> Tensor:
    """Each line from right to left, what is behind it left where it is."""
    at = torch.arange(steps.shape[1])[None]
    back = torch.where(at < lengths[:, None], lengths[:, None] - 1 - at, at)
    return steps.gather(1, back[..., None].expand(-1, -1, steps.shape[2]))


def as_seen(pixels: NDArray[np.uint8]) -> NDArray[np.float32]:
    """A line as the engine's input layer has it (src/lstm/networkio.cpp): 36 rows, black -1, white 1, more or less."""
    scale = HEIGHT / len(pixels)
    how = cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR
    width = max(SHRINK, round(pixels.shape[1] * scale))
    small = cv2.resize(pixels, (width, HEIGHT), interpolation=how)
    black, white = _black_and_white(small[HEIGHT // 2].astype(int))
    contrast = max((white - black) / 2, 1.0)
    return ((small - black) / contrast - 1).astype(np.float32)


def _black_and_white(row: NDArray[np.int_]) -> tuple[float, float]:
    """Quartiles of the valleys and the peaks of grey along the middle row."""
    before, here, behind = row[:-2], row[1:-1], row[2:]
    low = here[((here < before) & (here <= behind)) | ((here <= before) & (here < behind))]
    high = here[((here > before) & (here >= behind)) | ((here >= before) & (here > behind))]
    black = float(np.percentile(low, 25)) if len(low) else 0.0
    white = float(np.percentile(high, 75)) if len(high) else 255.0
    return black, white
