"""Ask an OpenAI-compatible server for a reply: hosted ones, vLLM, llama.cpp, Ollama.

Servers differ in how they are asked for JSON, so a ladder is tried: a JSON schema, a JSON object with the
schema, plain text. The rung that works is kept for the run. Retries are ours and not the client's: a 500 may
mean "this form is not supported", and all requests wait while the server is overloaded.
"""

import asyncio
import random
import time
from dataclasses import dataclass, field
from typing import Any

import openai

from autograder.errors import AutograderError
from autograder.marking.drafting.jobs import Job
from autograder.marking.drafting.store import Reply
from autograder.messages import tas

FORMS = ("json_schema", "json_object", "text")
MAX_ATTEMPTS = 6
MAX_WAIT_SECONDS = 60.0
FORM_STATUSES = {400, 404, 415, 422, 500, 501}
"""With these a server may mean the form of the reply that was asked for."""
NOT_THE_FORM = {"exceed_context_size_error", "context_length_exceeded", "string_above_max_length"}
"""A machine's words for a prompt that is too long, in an error's `type` or `code`."""


class ServerError(AutograderError):
    """A run cannot go on: wrong key, unknown model, or a server that does not answer."""


@dataclass
class Server:
    """A server and how it is to be asked.

    Args:
        base_url: such as `http://127.0.0.1:8080/v1`.
        key: its key; it is sent and never stored.
        max_tokens: the longest reply.
        temperature: None leaves it to the server.
        timeout_seconds: of one request.
        requests_per_minute: None for no limit.
        first_wait_seconds: before the first retry; each further wait is twice as long.
    """

    base_url: str
    key: str = field(repr=False)
    max_tokens: int = 4096
    temperature: float | None = 0.0
    timeout_seconds: float = 300.0
    requests_per_minute: float | None = None
    first_wait_seconds: float = 1.0

    def __post_init__(self) -> None:
        self._client = openai.AsyncOpenAI(
            base_url=self.base_url, api_key=self.key, max_retries=0, timeout=self.timeout_seconds
        )
        self._rung = 0
        self._not_before = 0.0
        self._next_start = 0.0

    async def close(self) -> None:
        """Close all connections."""
        await self._client.close()

    async def ask(self, job: Job) -> Reply:
        """Return the reply to a request. A request that the server refuses is a reply, too.

        Raises:
            ServerError: the run cannot go on.
        """
        rung, attempt = self._rung, 0
        while True:
            await self._wait_for_turn()
            began = time.monotonic()
            try:
                reply = await self._once(job, FORMS[rung], began)
            except (openai.AuthenticationError, openai.PermissionDeniedError) as error:
                raise ServerError(tas.drafts.server_refuses_key(self.base_url, error.status_code)) from error
            except openai.APIStatusError as error:
                if _is_retried(error, attempt, last=rung == len(FORMS) - 1):
                    attempt += 1
                    await self._back_off(error, attempt)
                elif error.status_code in FORM_STATUSES and rung + 1 < len(FORMS) and not _too_long(error):
                    rung, attempt = rung + 1, 0
                elif error.status_code == 404:
                    raise ServerError(tas.drafts.server_knows_no_model(self.base_url, job.model)) from error
                elif error.status_code == 429 or error.status_code >= 500:
                    raise ServerError(
                        tas.drafts.server_overloaded(self.base_url, error.status_code)
                    ) from error
                else:
                    seconds = time.monotonic() - began
                    return Reply(str(error.message)[:500], "refused", FORMS[rung], seconds=seconds)
            except openai.APIConnectionError as error:  # a timeout is one, too
                attempt += 1
                if attempt >= MAX_ATTEMPTS:
                    raise ServerError(tas.drafts.server_silent(self.base_url)) from error
                await self._back_off(None, attempt)
            else:
                self._rung = max(self._rung, rung)
                return reply

    async def _once(self, job: Job, form: str, began: float) -> Reply:
        options: dict[str, Any] = {}
        if form == "json_schema":
            schema = {"name": "reply", "schema": job.schema, "strict": True}
            options["response_format"] = {"type": "json_schema", "json_schema": schema}
        elif form == "json_object":
            options["response_format"] = {"type": "json_object"}
            options["extra_body"] = {"response_format": {"type": "json_object", "schema": job.schema}}
        if self.temperature is not None:
            options["temperature"] = self.temperature
        done = await self._client.chat.completions.create(
            model=job.model,
            messages=[{"role": "user", "content": job.prompt}],
            max_tokens=self.max_tokens,
            **options,
        )
        seconds = time.monotonic() - began
        usage = done.usage
        read, wrote = (usage.prompt_tokens, usage.completion_tokens) if usage else (0, 0)
        if not done.choices:
            return Reply("", "empty", form, read, wrote, seconds)
        choice = done.choices[0]
        text = choice.message.content or choice.message.refusal or ""
        return Reply(text, choice.finish_reason or "unknown", form, read, wrote, seconds)

    async def _wait_for_turn(self) -> None:
        while (wait := self._not_before - time.monotonic()) > 0:
            await asyncio.sleep(wait)
        if self.requests_per_minute:
            start = max(time.monotonic(), self._next_start)
            self._next_start = start + 60 / self.requests_per_minute
            await asyncio.sleep(start - time.monotonic())

    async def _back_off(self, error: openai.APIStatusError | None, attempt: int) -> None:
        wait = min(self.first_wait_seconds * 2 ** (attempt - 1), MAX_WAIT_SECONDS) * random.uniform(0.75, 1)
        if error is not None:
            try:
                wait = min(max(wait, float(error.response.headers.get("retry-after", 0))), MAX_WAIT_SECONDS)
            except ValueError:  # a date
                wait = max(wait, 5.0)
            # The server is overloaded, not this request: all wait.
            self._not_before = max(self._not_before, time.monotonic() + wait)
        await asyncio.sleep(wait)


def _is_retried(error: openai.APIStatusError, attempt: int, *, last: bool) -> bool:
    if error.status_code in (408, 409, 429, 502, 503, 504):
        return attempt + 1 < MAX_ATTEMPTS
    # A 500 may be an accident, or the server's word for a form that it does not know.
    return error.status_code >= 500 and attempt + 1 < (MAX_ATTEMPTS if last else 2)


def _too_long(error: openai.APIStatusError) -> bool:
    return bool({str(error.type), str(error.code)} & NOT_THE_FORM)
