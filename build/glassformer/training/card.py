"""The model card: its text is a template, its numbers are those of training/evaluation.json."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from glassformer.files import write_atomically
from glassformer.training import run_folder
from glassformer.training.pack import REPEATS

LICENCES = {
    "tinystories": "CDLA-Sharing-1.0 (Eldan & Li 2023; synthetic)",
    "storybooks-ccby": "CC BY (African Storybook, Pratham Books)",
    "gutenberg-children": "public domain",
    "gutenberg-children-usonly": "public domain in the United States",
    "facts": "public domain",
    "prose": "public domain",
}


def write_card(folder: Path, run: Path) -> None:
    """Write README.md of a checkpoint folder from its evaluation.json and the run's settings and log."""
    evaluation: dict[str, Any] = json.loads((folder / "training" / "evaluation.json").read_text("utf-8"))
    settings = run_folder.from_json(json.loads((run / run_folder.SETTINGS_FILE).read_text("utf-8")))
    steps = json.loads((folder / "training" / "index.json").read_text("utf-8"))["checkpoints"][-1]["step"]
    parts = [
        {
            "name": name,
            "tokens": tokens,
            "copies": f"{REPEATS.get(name, 1.0):g}",
            "held_out": evaluation["held_out_tokens"].get(name, 0),
            "licence": LICENCES.get(name, "see the corpus"),
        }
        for name, tokens in sorted(evaluation["training_tokens"].items())
    ]
    facts = {
        **asdict(settings),
        **evaluation,
        "d_model": settings.n_embd,
        "parts": parts,
        "training_tokens": sum(evaluation["training_tokens"].values()),
        "steps": steps,
        "decay_steps": steps - evaluation["decay_from"],
        "read_tokens": steps * settings.batch_size * settings.n_ctx,
        "measured_tokens": sum(row["tokens"] for row in evaluation["losses"]),
        "bars": bars(evaluation),
    }
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent), undefined=StrictUndefined, keep_trailing_newline=True
    )  # Markdown, so nothing to escape
    write_atomically(folder / "README.md", environment.get_template("card.md.j2").render(facts).encode())


def bars(evaluation: dict[str, Any]) -> list[dict[str, Any]]:
    """What the model is asked to reach: name, measured value as text, whether it is met."""
    heads, induction, cloze = evaluation["heads"], evaluation["induction"], evaluation["cloze"]
    lower_by = evaluation["total"]["lower_by"]
    previous = max(head["previous_token"] for head in heads)
    after = max(head["induction"] for head in heads)
    return [
        {"name": "loss at least 10% below the 5-gram's", "measured": f"{lower_by:.1%}", "met": lower_by >= 0.10},
        {"name": "a previous-token head, over 0.8", "measured": f"{previous:.3f}", "met": previous > 0.8},
        {"name": "an induction head, over 0.4", "measured": f"{after:.3f}", "met": after > 0.4},
        {
            "name": "random tokens given twice: second copy at least 40% right, first at most 2%",
            "measured": f"{induction['second_copy']:.1%} and {induction['first_copy']:.1%}",
            "met": induction["second_copy"] >= 0.4 and induction["first_copy"] <= 0.02,
        },
        {
            "name": f"{cloze['items']} cloze items: at least 75% in the top 5",
            "measured": f"{cloze['model']:.1%}",
            "met": cloze["model"] >= 0.75,
        },
        {
            "name": "the 5-gram at least 20 points lower there",
            "measured": f"{cloze['ngram']:.1%}",
            "met": cloze["ngram"] <= cloze["model"] - 0.20,
        },
        {
            "name": "unseen tokens together under 1%",
            "measured": f"{evaluation['unseen']['probability']:.2%}",
            "met": evaluation["unseen"]["probability"] < 0.01,
        },
    ]
