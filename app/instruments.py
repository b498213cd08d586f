"""The reader, the screen and the prompts, loaded once, answering in the rows of docs/formats.md."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from app.batch import Request
from app.chat.careful import Screened, careful
from app.chat.exchange import Context, respond
from app.replies.answer import Said
from app.replies.prompts import Prompts
from app.resources import prompts_dir
from classifiers.annotations import Reading
from classifiers.artifact import load
from classifiers.danger.rules import SafetyScreen
from classifiers.danger.screen import DangerScreen
from classifiers.reading.reader import Reader
from classifiers.resources import data_dir, model_dir
from classifiers.wire import reading_row

_EPOCH = datetime(2000, 1, 1, tzinfo=UTC)  # each line is a new user at no particular time: same input, same answer


@dataclass(frozen=True, slots=True)
class Instruments:
    """What `read`, `reflect`, `evaluate` and the JSON API answer with."""

    reader: Reader
    screen: DangerScreen
    prompts: Prompts

    def read_row(self, request: Request) -> dict[str, Any]:
        """Tags and safety, computed independently and both always given."""
        return self.read_rows([request])[0]

    def read_rows(self, requests: Sequence[Request]) -> list[dict[str, Any]]:
        """Many at once: the encoder runs over them together."""
        encoded = self.reader.encode_all([one.text for one in requests], [one.asked for one in requests])
        return [
            reading_row(one.id, self.reader.reading(heard), self.screen.screen(one.text, one.history, heard))
            for one, heard in zip(requests, encoded, strict=True)
        ]

    def reflect_row(self, request: Request, country: str | None) -> dict[str, Any]:
        """``read_row`` with the reply, the suggestions ([] when flagged) and at most two questions."""
        context = self.context_of(request, country)
        exchange = respond(request.text, context, _EPOCH, self.screen, self.reader, self.prompts)
        return {
            **self.read_row(request),
            "reply": exchange.reply.plain_text(),
            "suggestions": [{"form": line.form.value, "text": line.text} for line in exchange.reply.suggestions],
            "questions": list(exchange.reply.questions),
        }

    def context_of(self, request: Request, country: str | None) -> Context:
        """Play the earlier messages through, so that questions, frames and the careful state carry on."""
        context = Context(country=country)
        screened: list[Screened] = []
        for message in request.history:
            exchange = respond(message, context, _EPOCH, self.screen, self.reader, self.prompts)
            found = exchange.screening
            if found.lifts:
                screened = [replace(one, lifted=True) for one in screened]
            screened.append(Screened(found.level, bool(found.signs), _EPOCH))
            context = Context(
                earlier=(*context.earlier, Said(exchange.reading if found.clear else Reading(""), exchange.reply)),
                history=(*context.history, message),
                questions=exchange.reply.questions,
                frames=(*context.frames, *exchange.reply.frames),
                careful=careful(screened, _EPOCH),
                country=country,
            )
        return replace(context, questions=(request.asked,)) if request.asked else context


def load_instruments(models: Path | None = None) -> Instruments:
    """Load everything. Raises ModelError when the model is missing or damaged, with what to do."""
    model = load(models or model_dir())
    return Instruments(
        reader=model.reader,
        screen=DangerScreen(SafetyScreen.load(data_dir() / "lexicons" / "safety"), lambda: model.ear),
        prompts=Prompts.load(prompts_dir()),
    )
