"""Train the extractive reader: `python -m training.train_reader --help`.

The learning rate has a linear warm-up, then a linear decay that reaches zero with the last step.
`training.batches` tells what a seed repeats. With a teacher, a larger reader that was trained
before, it learns from that one's probabilities beside the annotations. A GPU takes minutes, a
processor days.
"""

import argparse
import json
import logging
import random
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from itertools import islice
from pathlib import Path

import torch
from torch import Tensor
from torch.nn.functional import binary_cross_entropy_with_logits

from training.batches import Batch, BatchMaker, Lessons
from training.bilingual import bilingual_sources, load_bilingual
from training.device import DEVICE, HAS_BFLOAT16, on_device
from training.distillation import TAUGHT_SHARE, Taught, Teacher, taught_loss
from training.export_reader import finish_reader
from training.lineage import Lineage, Run
from training.reader_data import (
    COLLOQUIAL,
    ENCYCLOPAEDIC,
    SOURCES,
    Example,
    Source,
    build_source,
    english_words,
    load_examples,
    make_example,
    split_held_out,
)
from training.reader_model import (
    BASES,
    Base,
    Reader,
    build_reader,
    load_reader,
    open_base,
    prepare_training,
    span_loss,
)
from training.translated import translated_sources
from training.wordnet import WordNet

log = logging.getLogger("train_reader")

WEIGHT_DECAY = 0.01
WARM_UP = 0.06
MAX_GRADIENT_NORM = 1.0
RELEVANCE_WEIGHT = 0.5
CHECKPOINT_MINUTES = 2.0  # where a GPU is lent for minutes, little is lost
LOG_STEPS = 50
TRANSLATED = {"translated": ENCYCLOPAEDIC, "translated colloquial": COLLOQUIAL}
HELD_OUT_QUESTIONS = 250
HELD_OUT_KINDS = ("neighbour", "gap", "swap_question", "opposite")


@dataclass(frozen=True)
class Pace:
    """How many steps a training takes, its examples a step, and its highest learning rate.

    ``workers`` processes make the batches, each its own; with none, the training itself does.
    """

    steps: int
    batch: int = 16
    rate: float = 1.5e-4
    workers: int = 0


def main() -> None:
    """Read the command line, train, then export, measure and write the model card."""
    arguments = _parse_arguments()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s", datefmt="%H:%M:%S")
    arguments.out.mkdir(parents=True, exist_ok=True)
    base = open_base(arguments.base)
    train_from_files(
        arguments.data,
        out=arguments.out,
        pace=Pace(arguments.steps, arguments.batch, arguments.rate, arguments.workers),
        seed=arguments.seed,
        weights=arguments.weights,
        base=base,
        teacher=arguments.teacher,
        compiled=arguments.compile,
    )
    if not arguments.unfinished:
        finish_reader(arguments.out, base=base, evaluation=arguments.eval)


def train_from_files(
    data: Path,
    *,
    out: Path,
    pace: Pace,
    seed: int,
    base: Base,
    weights: Path | None = None,
    teacher: Path | None = None,
    compiled: bool = False,
) -> None:
    """Train a reader on the files of `data`; write `reader.pt` and what the later steps need.

    `weights` is a `reader.pt`, or an int8 model that ships, to go on from, with the optimizer and
    its schedule begun afresh; without it the encoder is the pretrained one and the heads are new.
    `teacher` is the `reader.pt` of one trained on the base mpnet. What is known of all of them, and
    of this training, goes into `training.json`, under the name of `out`. With `compiled`, torch
    compiles the readers first.
    """
    run = Run(out.name, seed, pace.steps, pace.batch, pace.rate, pace.workers)
    begun = Lineage.read(weights) if weights else Lineage(base.name)
    lineage = begun.then(run, teacher=Lineage.read(teacher) if teacher else None)
    sources, held_out = load_sources(data, languages=base.languages, made=out.parent)
    write_held_out(held_out, out / "held_out.json", seed=seed)
    torch.manual_seed(seed)
    reader = (load_reader(base, weights) if weights else build_reader(base)).to(DEVICE)
    prepare_training(reader, seed=seed)
    teacher_base = open_base("mpnet") if teacher else None
    maker = BatchMaker(base.tokenizer, teacher_base.tokenizer if teacher_base else None, pace.batch)
    batches = maker.batches(sources, seed=seed, workers=pace.workers)
    teach: Teach | None = None
    if teacher and teacher_base:
        taught_by = load_reader(teacher_base, teacher)
        if compiled:
            taught_by.compile(dynamic=True)
        teach = Teacher(taught_by, teacher_base).teach
    if compiled:
        reader.compile(dynamic=True)
    train(reader, batches, base=base, pace=pace, out=out, teach=teach)
    lineage.write(out)


def write_held_out(examples: Sequence[Example], path: Path, *, seed: int) -> None:
    """Write the articles set aside, and near misses made of them by kind, for the evaluation."""
    rng = random.Random(seed)
    source = build_source("wiki", examples, examples)
    chosen = rng.sample(range(len(examples)), min(HELD_OUT_QUESTIONS, len(examples)))
    made = {
        kind: [make_example(source, index, kind, rng) for index in chosen]
        for kind in HELD_OUT_KINDS
    }
    unanswerable = {
        kind: [asdict(example) for example in rows if not example.spans]
        for kind, rows in made.items()
    }
    answerable = [asdict(examples[index]) for index in chosen]
    content = {"answerable": answerable, "unanswerable": unanswerable}
    path.write_text(json.dumps(content))


def load_sources(
    data: Path, *, languages: Sequence[str], made: Path
) -> tuple[list[Source], list[Example]]:
    """Load every data set with its near misses; set some encyclopaedia articles aside.

    What has to be translated is kept in the folder `made`.
    """
    loaded = {
        name: [example for file in files for example in load_examples(data / f"{file}.jsonl.gz")]
        for name, files in SOURCES.items()
    }
    loaded["wiki"], held_out = split_held_out(loaded["wiki"])
    encyclopaedic = [*loaded["wiki"], *loaded["nq"]]
    pools = {"nq": encyclopaedic, "qed": [*encyclopaedic, *loaded["qed"]]}
    sources = [
        build_source(name, examples, pools.get(name, examples)) for name, examples in loaded.items()
    ]
    sources += bilingual_sources(load_bilingual(), languages)
    if "es" in languages:
        for name, chosen in TRANSLATED.items():
            cache = made / f"{name.replace(' ', '_')}.json"
            some = [source for source in sources if source.name in chosen]
            sources += translated_sources(some, name=name, cache=cache)
    related = WordNet().related(english_words(sources))
    return [replace(source, related=related) for source in sources], held_out


# Reads the lessons of a batch of so many rows and tokens.
Teach = Callable[[Lessons | None, int, int], Taught]


def train(
    reader: Reader,
    batches: Iterator[Batch],
    *,
    base: Base,
    pace: Pace,
    out: Path,
    teach: Teach | None = None,
) -> None:
    """Take the steps of a training. Checkpoints, and at the end the weights, go to `reader.pt`."""
    optimizer = _build_optimizer(reader, pace)
    reader.train()
    begun = saved = time.monotonic()
    for step, batch in enumerate(islice(batches, pace.steps)):
        rate = pace.rate * rate_factor(step / pace.steps)
        for group in optimizer.param_groups:
            group["lr"] = rate
        span, relevance = _step(reader, optimizer, batch, base, teach)
        if step % LOG_STEPS == 0:
            speed = (step + 1) * pace.batch / (time.monotonic() - begun)
            log.info(
                "step %d, span %.3f, relevance %.3f, rate %.1e, %.1f examples/s",
                *(step, span, relevance, rate, speed),
            )
        if time.monotonic() - saved > CHECKPOINT_MINUTES * 60:
            save_reader(reader, out / "reader.pt")
            saved = time.monotonic()
    save_reader(reader, out / "reader.pt")


def rate_factor(progress: float) -> float:
    """Share of the full learning rate when `progress` (0..1) of the steps are taken."""
    return min(progress / WARM_UP + 0.01, (1.0 - progress) / (1.0 - WARM_UP), 1.0)


def save_reader(reader: Reader, path: Path) -> None:
    """Write the weights, never leaving half a file under the final name."""
    unfinished = path.with_suffix(".part")
    torch.save(reader.state_dict(), unfinished)
    unfinished.replace(path)


def _step(
    reader: Reader,
    optimizer: torch.optim.Optimizer,
    batch: Batch,
    base: Base,
    teach: Teach | None,
) -> tuple[Tensor, Tensor]:
    ids, mask, types = map(on_device, batch.windows)
    answered = on_device(batch.answered)
    with torch.autocast(DEVICE, torch.bfloat16, enabled=HAS_BFLOAT16):
        start, end, relevance = reader(base.embed(ids), mask, types)
    span = span_loss(start, end, on_device(batch.targets))
    if teach:
        taught = teach(batch.lessons, *ids.shape)
        share = TAUGHT_SHARE * taught.known
        span = (1 - share) * span + share * taught_loss(start, end, taught)
        answered = (1 - share) * answered + share * taught.relevance
    told = binary_cross_entropy_with_logits(relevance.float(), answered)
    optimizer.zero_grad(set_to_none=True)
    torch.autograd.backward(span.mean() + RELEVANCE_WEIGHT * told)
    torch.nn.utils.clip_grad_norm_(reader.parameters(), MAX_GRADIENT_NORM)
    optimizer.step()
    return span.mean().detach(), told.detach()


def _build_optimizer(reader: Reader, pace: Pace) -> torch.optim.Optimizer:
    trained = [(n, p) for n, p in reader.named_parameters() if p.requires_grad]
    plain = [p for n, p in trained if n.endswith("bias") or "LayerNorm" in n]
    decayed = [p for n, p in trained if not (n.endswith("bias") or "LayerNorm" in n)]
    groups = [
        {"params": decayed, "weight_decay": WEIGHT_DECAY},
        {"params": plain, "weight_decay": 0.0},
    ]
    return torch.optim.AdamW(groups, lr=pace.rate, fused=True)


def _parse_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("../shared/train"))
    parser.add_argument("--eval", type=Path, default=Path("../shared/eval"))
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--base", choices=BASES, default="e5")
    parser.add_argument("--steps", type=int, required=True)
    parser.add_argument("--batch", type=int, default=16, help="examples a step")
    parser.add_argument("--rate", type=float, default=1.5e-4, help="highest learning rate")
    parser.add_argument("--workers", type=int, default=0, help="processes that make batches")
    parser.add_argument(
        "--compile",
        action="store_true",
        help="compile the models first: minutes, then faster on a GPU",
    )
    parser.add_argument("--teacher", type=Path, help="reader.pt of the base mpnet to learn from")
    parser.add_argument(
        "--unfinished", action="store_true", help="train alone: neither export nor measure"
    )
    parser.add_argument("--seed", type=int, default=13)
    parser.add_argument("--weights", type=Path, help="reader.pt or shipped model to go on from")
    arguments = parser.parse_args()
    if arguments.base == "mpnet" and not arguments.unfinished:
        parser.error("a teacher does not ship: --base mpnet goes with --unfinished")
    return arguments


if __name__ == "__main__":
    main()
