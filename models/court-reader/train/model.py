"""The network: characters and pairs of characters in, one encoder, five outputs."""

import torch
from torch import nn

from labels import ENTITY_TAGS, FIELD_TAGS, KINDS, MARKS, PAIR_BUCKETS


class Reader(nn.Module):
    """Two layers of bidirectional GRU over embeddings of characters and pairs."""

    def __init__(self, vocabulary, repairable, char=96, pair=32, hidden=128, dropout=0.3):
        super().__init__()
        self.char = nn.Embedding(vocabulary, char, padding_idx=0)
        self.pair = nn.Embedding(PAIR_BUCKETS, pair, padding_idx=0)
        self.dropout = nn.Dropout(dropout)
        self.encoder = nn.GRU(char + pair, hidden, num_layers=2, bidirectional=True, batch_first=True, dropout=dropout)
        self.fields = nn.Linear(2 * hidden, len(FIELD_TAGS))
        self.entities = nn.Linear(2 * hidden, sum(map(len, ENTITY_TAGS)))
        self.kind = nn.Linear(4 * hidden, len(KINDS))
        self.marks = nn.Linear(2 * hidden, len(MARKS))
        self.chars = nn.Linear(2 * hidden, repairable + 2)

    def encode(self, chars, pairs):
        """What the encoder makes of each character."""
        x = torch.cat([self.char(chars), self.pair(pairs)], dim=-1)
        return self.dropout(self.encoder(self.dropout(x))[0])

    def kinds(self, h, chars):
        """What kind of material the characters are: the mean and the maximum over those that are no padding."""
        real = (chars > 0).unsqueeze(-1).to(h.dtype)
        mean = (h * real).sum(1) / real.sum(1).clamp(min=1.0)
        highest = (h * real - 2.0 * (1.0 - real)).amax(1)
        return self.kind(torch.cat([mean, highest], dim=-1))

    def forward(self, chars, pairs):
        """All outputs: logits."""
        h = self.encode(chars, pairs)
        return self.fields(h), self.entities(h), self.kinds(h, chars), self.marks(h), self.chars(h)


class Crf(nn.Module):
    """A linear chain over the tags of one layer of entities; only its transitions leave the training."""

    def __init__(self, tags):
        super().__init__()
        self.transitions = nn.Parameter(torch.zeros(len(tags), len(tags)))
        forbidden = [[b.startswith("I-") and a[2:] != b[2:] for b in tags] for a in tags]
        self.register_buffer("forbidden", torch.tensor(forbidden))
        self.register_buffer("no_start", torch.tensor([t.startswith("I-") for t in tags]))

    def table(self):
        """Scores of going from a tag to a tag."""
        return self.transitions.masked_fill(self.forbidden, -1e4)

    def loss(self, emissions, tags, real):
        """Negative log likelihood per sequence; `real` is false at padding."""
        table = self.table()
        batch, length, _ = emissions.shape
        score = emissions[:, 0].gather(1, tags[:, :1]).squeeze(1)
        alpha = emissions[:, 0].masked_fill(self.no_start, -1e4)
        for t in range(1, length):
            step = torch.logsumexp(alpha.unsqueeze(2) + table, dim=1) + emissions[:, t]
            here = real[:, t].unsqueeze(1)
            alpha = torch.where(here, step, alpha)
            gold = table[tags[:, t - 1], tags[:, t]] + emissions[:, t].gather(1, tags[:, t:t + 1]).squeeze(1)
            score = score + gold * real[:, t]
        return torch.logsumexp(alpha, dim=1) - score

    def decode(self, emissions):
        """The best tags of one sequence."""
        table = self.table().detach()
        best = emissions[0].masked_fill(self.no_start, -1e4)
        back = []
        for t in range(1, len(emissions)):
            top, came = (best.unsqueeze(1) + table).max(0)
            back.append(came)
            best = top + emissions[t]
        path = [int(best.argmax())]
        for came in reversed(back):
            path.append(int(came[path[-1]]))
        return path[::-1]
