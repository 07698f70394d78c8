"""Jobs: one result or one error, told once; progress, cancelling, and one after the other in a lane."""

from __future__ import annotations

from queue import SimpleQueue
from threading import Event, Lock

from services import jobs
from services.jobs import Job
from store.errors import StetError


def outcome_of(work: object, **options: str) -> object:
    told: SimpleQueue[object] = SimpleQueue()
    jobs.start(work, told.put, **options)  # type: ignore[arg-type]  # a callable, whatever it gives
    return told.get()


def test_the_result_is_told() -> None:
    assert outcome_of(lambda _: 7) == 7


def test_a_refusal_is_told_as_it_is() -> None:
    def refuse(_: Job) -> None:
        raise StetError("Not read", "it is not there")

    error = outcome_of(refuse)
    assert isinstance(error, StetError)
    assert str(error) == "Not read: it is not there"


def test_an_error_that_nobody_expected_has_a_title_and_advice() -> None:
    def fail(_: Job) -> None:
        raise KeyError("no such thing")

    assert str(outcome_of(fail)) == "Internal error: KeyError: 'no such thing'"
    assert str(outcome_of(fail, title="Extraction failed", advice="read on")) == (
        "Extraction failed: KeyError: 'no such thing'; read on"
    )


def test_a_lack_of_memory_is_said_in_words() -> None:
    def greedy() -> None:
        raise MemoryError

    error = jobs.attempt(greedy, "Extraction failed", "the text can be read")
    assert str(error) == "Extraction failed: it needs more memory than there is; the text can be read"


def test_a_job_sees_that_it_is_cancelled() -> None:
    begun, cancelled = Event(), Event()
    told: SimpleQueue[object] = SimpleQueue()

    def work(job: Job) -> bool:
        begun.set()
        cancelled.wait()
        return job.is_cancelled

    job = jobs.start(work, told.put)
    begun.wait()
    job.cancel()
    cancelled.set()
    assert told.get() is True


def test_jobs_of_one_lane_run_one_after_the_other() -> None:
    lane, first_may_end, order = Lock(), Event(), []
    told: SimpleQueue[object] = SimpleQueue()

    def first(_: Job) -> None:
        order.append("first begins")
        first_may_end.wait()
        order.append("first ends")

    def second(_: Job) -> None:
        order.append("second begins")

    begun = jobs.start(first, told.put, lane=lane)
    while not order:  # it has the lane before the second is started
        pass
    jobs.start(second, told.put, lane=lane)
    first_may_end.set()
    told.get()
    told.get()
    assert order == ["first begins", "first ends", "second begins"]
    assert not begun.is_cancelled


def test_progress_is_passed_on_no_oftener_than_it_can_be_read() -> None:
    heard: list[str] = []
    job = Job(heard.append)
    for count in range(1000):
        job.progress(str(count))
    assert heard[0] == "0"
    assert len(heard) < 1000
