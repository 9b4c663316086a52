"""Checkpoints on the Hugging Face hub: one pinned revision, safetensors only, in the hub's own resumable cache."""

from __future__ import annotations

from pathlib import Path

from glassformer.checkpoint_checks import check_config
from glassformer.checkpoint_files import (
    CONFIG_FILE,
    PICKLE_FILE,
    TOKENIZER_FILE,
    WEIGHTS_FILE,
    WeightFiles,
    read_json,
)
from glassformer.errors import GlassformerError
from glassformer.seen_tokens import SEEN_FILE

WEBSITE = "https://huggingface.co"
SAFETENSORS = (WEIGHTS_FILE, f"{WEIGHTS_FILE}.index.json", "model-*-of-*.safetensors")
PICKLES = (PICKLE_FILE, f"{PICKLE_FILE}.index.json", "pytorch_model-*-of-*.bin")
SMALL_FILES = (CONFIG_FILE, TOKENIZER_FILE, SEEN_FILE, "README.md")
INSTEAD = "or give a local folder: --model path/to/checkpoint"

Download = tuple[Path, str]


def download(repository: str, revision: str | None, *, allow_pickle: bool) -> Download:
    """Fetch what the pipeline needs of ``repository``; returns its folder and the commit that ``revision`` is now.

    What is in the cache is not fetched again, and an interrupted download goes on where it stopped.
    Without a network the cache alone is used. Raises GlassformerError when neither has it.
    """
    from huggingface_hub import HfApi, errors
    from requests.exceptions import RequestException

    where = f"{repository}@{revision}" if revision else repository
    api = HfApi()
    try:
        info = api.model_info(repository, revision=revision)
        names = {sibling.rfilename for sibling in info.siblings or []}
        _check_listing(names, where, allow_pickle=allow_pickle)
        # The architecture is checked before anything large is fetched.
        config = Path(api.hf_hub_download(repository, CONFIG_FILE, revision=info.sha))
        check_config(read_json(config), config)
        weights = SAFETENSORS if WEIGHTS_FILE in names or f"{WEIGHTS_FILE}.index.json" in names else PICKLES
        # By its name, not by the commit: the cache then also knows what the name stands for when there is no network.
        folder = Path(api.snapshot_download(repository, revision=revision, allow_patterns=[*SMALL_FILES, *weights]))
        return folder, folder.name
    except errors.HFValidationError as error:
        raise GlassformerError(f"{where}: not a hub id; an id is owner/name, as openai-community/gpt2") from error
    except errors.GatedRepoError as error:
        raise GlassformerError(f"{where}: its owner asks you to accept terms on {WEBSITE}/{repository}") from error
    except errors.RevisionNotFoundError as error:
        raise GlassformerError(f"{where}: the hub has no such revision; allowed: a branch, tag or commit") from error
    except errors.RepositoryNotFoundError as error:
        raise GlassformerError(f"{where}: the hub has no such public model; check the id, {INSTEAD}") from error
    except (RequestException, ConnectionError, errors.LocalEntryNotFoundError) as error:
        return _cached(repository, revision, where, error, allow_pickle=allow_pickle)


def _check_listing(names: set[str], where: str, *, allow_pickle: bool) -> None:
    for name in (CONFIG_FILE, TOKENIZER_FILE):
        if name not in names:
            raise GlassformerError(f"{where}: the model has no {name}")
    if WEIGHTS_FILE in names or f"{WEIGHTS_FILE}.index.json" in names:
        return
    if PICKLE_FILE not in names and f"{PICKLE_FILE}.index.json" not in names:
        raise GlassformerError(f"{where}: the model has no {WEIGHTS_FILE}")
    if not allow_pickle:
        raise GlassformerError(
            f"{where}: its weights are a pickle, which can run code when read; allowed: {WEIGHTS_FILE}, "
            "or --allow-pickle if you trust its author"
        )


def _cached(repository: str, revision: str | None, where: str, cause: Exception, *, allow_pickle: bool) -> Download:
    from huggingface_hub import constants, snapshot_download
    from huggingface_hub.errors import LocalEntryNotFoundError

    try:
        folder = Path(snapshot_download(repository, revision=revision, local_files_only=True))
        WeightFiles.find(folder, allow_pickle=allow_pickle)  # a download that broke off leaves a folder without them
    except (LocalEntryNotFoundError, GlassformerError):
        tried = f"{constants.ENDPOINT} ({type(cause).__name__}) and the cache {constants.HF_HUB_CACHE}"
        again = "check the network and run it again (a download goes on where it stopped)"
        raise GlassformerError(f"{where}: not found; tried {tried}; {again}, {INSTEAD}") from cause
    return folder, folder.name
