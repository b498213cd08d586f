"""Fitting, on thirty messages and a tiny network of random weights: run by `make test-train`, which installs torch."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from transformers import BertConfig, BertModel, MPNetConfig, MPNetModel

from classifiers import artifact
from classifiers.learning import train as training
from classifiers.learning.augment import Augmenter
from classifiers.learning.corpus import load
from classifiers.learning.encoder_net import POOLED, EncoderNet, highest
from classifiers.learning.export import exported
from classifiers.learning.fit_encoder import Material, Recipe, batch_loss, batches, fit, padded
from classifiers.learning.targets import UNKNOWN, Example, example, targets
from classifiers.learning.teachers import FOLDS, MpnetBody, Teachers, in_folds
from classifiers.reading.encoder import Encoder, session_of
from classifiers.reading.encoder import highest as highest_array
from classifiers.reading.windows import Vocabulary
from classifiers.resources import data_dir, model_dir

LABELLED = data_dir() / "labelled"
RECIPE = Recipe(epochs=1, batch=8, low_precision=False)


@pytest.fixture(scope="module")
def vocabulary() -> Vocabulary:
    return Vocabulary.load(model_dir() / "tokenizer.json")


def tiny_config() -> BertConfig:
    return BertConfig(
        hidden_size=24, num_hidden_layers=1, num_attention_heads=2, intermediate_size=32, attn_implementation="eager"
    )


@pytest.fixture
def net() -> EncoderNet:
    torch.manual_seed(0)
    return EncoderNet(BertModel(tiny_config(), add_pooling_layer=False), 24)


@pytest.fixture(scope="module")
def material() -> Material:
    messages = [example(message) for message in load(LABELLED / "train" / "w101.jsonl")[:24]]
    return Material(messages, messages[:3], Augmenter(["What happened?"], messages))


def run(
    net: EncoderNet, vocabulary: Vocabulary, material: Material, folder: Path, stop: int | None = None
) -> EncoderNet:
    return fit(net, vocabulary, material, RECIPE, folder, lambda *_: None, stop_after=stop)


def copy_of(net: EncoderNet) -> EncoderNet:
    other = EncoderNet(BertModel(tiny_config(), add_pooling_layer=False), 24)
    other.load_state_dict(net.state_dict())
    return other


def test_a_stopped_fit_goes_on_where_it_stopped(
    net: EncoderNet, vocabulary: Vocabulary, material: Material, tmp_path: Path
) -> None:
    """To the same weights as one that was never stopped."""
    first, second, third = net, copy_of(net), copy_of(net)
    whole = run(first, vocabulary, material, tmp_path / "whole")
    run(second, vocabulary, material, tmp_path / "parts", stop=2)
    told: list[int] = []
    resumed = fit(third, vocabulary, material, RECIPE, tmp_path / "parts", lambda done, *_: told.append(done))
    assert told[0] == 3
    for name, weight in whole.state_dict().items():
        assert torch.allclose(weight, resumed.state_dict()[name], atol=1e-6), name


def test_a_fit_learns(net: EncoderNet, vocabulary: Vocabulary, material: Material, tmp_path: Path) -> None:
    """The loss of what it saw falls."""
    rows = batches(material, vocabulary, RECIPE, 0)[0]
    before = float(batch_loss(net.eval(), rows).detach())
    fit(net, vocabulary, material, replace(RECIPE, epochs=8, rate=3e-3, head_rate=3e-2), tmp_path, lambda *_: None)
    assert float(batch_loss(net.eval(), rows).detach()) < 0.7 * before


def test_the_state_of_another_recipe_is_not_gone_on_from(
    net: EncoderNet, vocabulary: Vocabulary, material: Material, tmp_path: Path
) -> None:
    """It says so and touches nothing."""
    run(net, vocabulary, material, tmp_path, stop=1)
    with pytest.raises(ValueError, match="another recipe"):
        fit(net, vocabulary, material, replace(RECIPE, seed=2), tmp_path, lambda *_: None)


def test_what_is_masked_teaches_nothing(net: EncoderNet, vocabulary: Vocabulary) -> None:
    """A message of which nothing is known leaves every weight without a gradient."""
    (row,) = targets([Example("he left")], vocabulary)
    assert set(row.message_danger.tolist()) == {UNKNOWN}
    batch_loss(net, [row]).backward()
    assert all(weight.grad is None or not weight.grad.abs().max() for weight in net.parameters())


@pytest.mark.parametrize(
    ("known", "heads"),
    [
        (Example("he left me", acts=((7, 0, 7),)), {"pieces", "scale", "bias"}),
        (Example("he left me", danger=(1, 0, 0, 0, 0, 0, 0)), {"pieces", "scale", "bias"}),
        (Example("he left me", slots=((0, 0, 7),)), {"pieces"}),
        (Example("he left me", intent=3), {"intent"}),
        (Example("he left me", topic=3), {"topic"}),
    ],
)
def test_each_label_teaches_its_own_head(
    net: EncoderNet, vocabulary: Vocabulary, known: Example, heads: set[str]
) -> None:
    """And no other."""
    torch.nn.init.normal_(net.pieces.weight)
    batch_loss(net, targets([known], vocabulary)).backward()
    moved = {
        name.split(".")[0]
        for name, weight in net.named_parameters()
        if not name.startswith("bert.") and weight.grad is not None and weight.grad.abs().max()
    }
    assert moved == heads


def test_the_exported_file_answers_as_the_network(net: EncoderNet, vocabulary: Vocabulary) -> None:
    """In float to the bit nearly, in int8 nearly; a message's own logits as in fitting."""
    torch.nn.init.normal_(net.pieces.weight, std=0.3)
    text = "He drove off and I said sorry. " * 3
    (row,) = targets([Example(text, acts=())], vocabulary)
    ids = torch.tensor([row.window.ids])
    inside = torch.zeros_like(ids, dtype=torch.bool)
    inside[0, 1:-1] = True
    wanted = net.eval().answers(ids, torch.ones_like(ids), inside)
    scale, bias = net.scale.detach().numpy(), net.bias.detach().numpy()
    for int8, tolerance in ((False, 1e-4), (True, 0.3)):
        heard = Encoder(vocabulary, session_of(exported(net, int8=int8)), scale, bias).encode(text)
        assert np.abs(heard.pieces - wanted.pieces[0, 1:-1].detach().numpy()).max() < tolerance
        assert np.abs(heard.message - wanted.message[0].detach().numpy()).max() < tolerance
        assert np.abs(heard.intent - wanted.intent[0].detach().numpy()).max() < tolerance


def test_fitting_and_running_pool_alike() -> None:
    """The mean of the three highest, of what is inside."""
    logits = torch.randn(1, 9, POOLED)
    inside = torch.tensor([[False, True, True, True, True, True, False, False, False]])
    assert np.allclose(highest(logits, inside)[0].numpy(), highest_array(logits[0, 1:6].numpy()), atol=1e-6)
    inside[0, 3:] = False
    assert np.allclose(highest(logits, inside)[0].numpy(), highest_array(logits[0, 1:3].numpy()), atol=1e-6)


def test_the_whole_way_from_messages_to_a_model(
    vocabulary: Vocabulary, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A folder of messages and a tiny base become files that load and read; without real posts too."""
    base, labelled = tmp_path / "base", tmp_path / "labelled"
    BertModel(tiny_config()).save_pretrained(base)
    (base / "tokenizer.json").write_bytes((model_dir() / "tokenizer.json").read_bytes())
    for split, writer in (("train", "w101"), ("dev", "w031"), ("safety/train", "s061"), ("safety/dev", "s021")):
        (labelled / split).mkdir(parents=True)
        lines = (LABELLED / split / f"{writer}.jsonl").read_text().splitlines()[:20]
        (labelled / split / f"{writer}.jsonl").write_text("\n".join(lines))
    for number in range(5):
        line = (LABELLED / "dev" / f"w03{number + 2}.jsonl").read_text().splitlines()[:8]
        (labelled / "dev" / f"w03{number + 2}.jsonl").write_text("\n".join(line))
    (labelled / "talks" / "train").mkdir(parents=True)
    (labelled / "talks" / "train" / "t101.jsonl").write_text(
        (LABELLED / "talks" / "train" / "t101.jsonl").read_text().splitlines()[0]
    )
    told = (LABELLED / "slots.jsonl").read_text().splitlines()
    (labelled / "slots.jsonl").write_text("\n".join(row for row in told if '"w101-' in row))
    monkeypatch.setattr(training, "base_folder", lambda: base)
    steps: list[str] = []
    card = training.train(
        labelled, [], tmp_path / "work", tmp_path / "out", RECIPE, lambda step, *_: steps.append(step)
    )
    assert list(dict.fromkeys(steps)) == ["fitting the encoder", "exporting", "calibrating"]
    assert card["messages"]["real"] == 0
    assert set(card["data"]) == {file.relative_to(labelled).as_posix() for file in labelled.rglob("*.jsonl")}
    model = artifact.load(tmp_path / "out")
    assert model.reader.read("He left.").text == "He left."
    assert all(training.LOWEST <= level <= 1.0 for level in model.ear.alone.tolist())
    assert card["teachers"] is None


def tiny_teacher() -> EncoderNet:
    config = MPNetConfig(
        vocab_size=30527,
        hidden_size=24,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=32,
        pad_token_id=1,
    )
    return EncoderNet(MpnetBody(MPNetModel(config, add_pooling_layer=False)), 24)


def test_a_teacher_for_each_fold_is_fitted_first(
    vocabulary: Vocabulary, material: Material, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On the base it is given, each in a folder of its own, so that a stop loses none."""
    bases: list[Path] = []
    monkeypatch.setattr(training, "new_teacher", lambda base: bases.append(base) or tiny_teacher())
    monkeypatch.setattr(training, "TEACHING", replace(RECIPE, seed=3))
    steps: list[str] = []
    told = replace(material, once=in_folds(material.once), twice=in_folds(material.twice))
    teachers = training.fitted_teachers(
        tmp_path, vocabulary, told, tmp_path, "cpu", lambda step, *_: steps.append(step)
    )
    assert len(teachers.nets) == FOLDS
    assert bases == [tmp_path] * FOLDS
    assert list(dict.fromkeys(steps)) == [f"fitting teacher {fold + 1} of {FOLDS}" for fold in range(FOLDS)]
    assert sorted(file.parent.name for file in tmp_path.glob("*/state.pt")) == [
        f"teacher{fold}" for fold in range(FOLDS)
    ]


def test_a_teacher_hears_the_same_pieces(vocabulary: Vocabulary) -> None:
    """MPNet's numbers for them are BERT's, four further on; the marks around a text have their own."""
    numbers = tiny_teacher().bert.numbers
    assert numbers[[101, 102, 0, 100]].tolist() == [0, 2, 1, 3]
    (pieces,) = vocabulary.pieces(["he slammed the door"])
    assert numbers[list(pieces.ids)].tolist() == [one + 4 for one in pieces.ids]


def test_each_message_is_answered_by_the_teacher_that_never_saw_it(vocabulary: Vocabulary, material: Material) -> None:
    """Whichever messages stand in one batch together."""
    torch.manual_seed(0)
    nets = [tiny_teacher().eval() for _ in range(FOLDS)]
    batch = padded(targets(in_folds(material.once[:12]), vocabulary))
    answers = Teachers(nets)(batch)
    for row in range(len(batch.ids)):
        one = torch.zeros(len(batch.ids), dtype=torch.bool)
        one[row] = True
        alone = Teachers(nets)(batch.part(one))
        assert torch.allclose(answers.message[row], alone.message[0], atol=0.05)
        other = Teachers(nets[::-1])(batch.part(one))
        assert not torch.allclose(answers.intent[row], other.intent[0], atol=1e-4)
    assert len(set(batch.fold.tolist())) == FOLDS


def test_what_a_teacher_answers_is_learnt(
    net: EncoderNet, vocabulary: Vocabulary, material: Material, tmp_path: Path
) -> None:
    """Also where no label says anything: the distance to its answers shrinks."""
    torch.manual_seed(0)
    teacher = Teachers([tiny_teacher().eval() for _ in range(FOLDS)])
    for one in teacher.nets:
        torch.nn.init.constant_(one.pieces.bias, 1.0)
    rows = targets(in_folds([Example(one.text) for one in material.once[:8]]), vocabulary)
    before = float(batch_loss(net.eval(), rows, teacher).detach())
    told = Material([Example(one.text) for one in material.once], [], material.augmenter)
    recipe = replace(RECIPE, epochs=4, rate=3e-3, head_rate=3e-2)
    fit(net, vocabulary, replace(told, once=in_folds(told.once)), recipe, tmp_path, lambda *_: None, teacher=teacher)
    assert float(batch_loss(net.eval(), rows, teacher).detach()) < 0.9 * before


def test_a_fold_left_out_is_not_learnt_from(
    net: EncoderNet, vocabulary: Vocabulary, material: Material, tmp_path: Path
) -> None:
    """With every message in it nothing changes."""
    before = {name: weight.clone() for name, weight in net.state_dict().items()}
    fitted = fit(net, vocabulary, material, RECIPE, tmp_path, lambda *_: None, left_out=0)
    assert all(torch.equal(weight, before[name]) for name, weight in fitted.state_dict().items())
