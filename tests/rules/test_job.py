"""R-SCALE: a job is done step after step, slice after slice, each once; what fails keeps nobody else waiting."""

import pytest
from peewee import OperationalError

from webapp.clock import now, today
from webapp.config import Config
from webapp.errors import DomainError
from webapp.models import JobRun, Region, User
from webapp.models.job_run import SILENT, Overtaken, State
from webapp.rules.job import Carrier, Slice, Step

NAME = "trial"


class Counting:
    """A step of so many slices, each of which leaves a region; `before` is called in each, with its number."""

    def __init__(self, name: str, slices: int = 3, *, in_parts: bool = False, before=lambda number: None):
        self.slices, self.before, self.name = slices, before, name
        self.step = Step(name, f"数{name}", self.work, count=lambda turn: slices, in_parts=in_parts)

    def work(self, turn) -> Slice:
        number = (turn.cursor or 0) + 1
        Region.create(name=f"{self.name}{number}")
        self.before(number)
        return Slice(1, is_last=number == self.slices, cursor=number)


@pytest.fixture
def carrier(world):
    return Carrier(User.system(), Config.load({}))


def take() -> JobRun:
    return JobRun.take(NAME, today(), by=User.system(), at_once=True)


def left(*names: str) -> list[str]:
    """The regions that slices of these steps left, in their order."""
    regions = Region.select(Region.name).order_by(Region.id).tuples()
    return [name for (name,) in regions if name[0] in names]


def raising(error: BaseException, at: int):
    """Raise it in this slice, once."""
    errors = [error]

    def before(number: int) -> None:
        if number == at and errors:
            raise errors.pop()

    return before


def test_every_slice_of_every_step_is_done_in_order(carrier):
    run = take()
    carrier.carry(run, [Counting("a").step, Counting("b", 2, in_parts=True).step])
    assert left("a", "b") == ["a1", "a2", "a3", "b1", "b2"]
    assert [(step.name, step.done, step.total, bool(step.finished_at)) for step in run.steps] == [
        ("a", 3, 3, True),
        ("b", 2, 2, True),
    ]
    assert JobRun.of(NAME, today()).state == State.DONE


def test_it_tells_how_far_it_is(carrier):
    told = []
    Carrier(carrier.by, carrier.config, tell=lambda step, kept: told.append((step.label, kept.done))).carry(
        take(), [Counting("a", 2).step]
    )
    assert told == [("数a", 1), ("数a", 2)]


def test_a_step_that_fails_keeps_nothing_of_its_slice_and_the_next_are_done(carrier):
    steps = [Counting("a", before=raising(ValueError("13912340001"), 2)).step, Counting("b", 1).step]
    run = take()
    carrier.carry(run, steps)
    assert left("a", "b") == ["a1", "b1"]
    failed = run.steps.get()
    assert (failed.name, failed.done, failed.finished_at) == ("a", 1, None)
    assert failed.error == "出了意外，服务器的日志里有详情（ValueError）"
    assert JobRun.of(NAME, today()).state == State.FAILED


def test_tried_again_it_goes_on_from_the_slice_that_failed(carrier):
    steps = [Counting("a", before=raising(ValueError(), 2)).step, Counting("b", 1).step]
    for _ in range(2):
        carrier.carry(take(), steps)
    assert left("a", "b") == ["a1", "b1", "a2", "a3"]
    run = JobRun.of(NAME, today())
    assert run.state == State.DONE and not any(step.error for step in run.steps)


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (DomainError("年历里还没有明年"), "年历里还没有明年（DomainError）"),
        (OperationalError("no such host: secret"), "数据库暂时用不上（OperationalError）"),
    ],
)
def test_people_are_told_why_in_their_words(carrier, error, said):
    run = take()
    carrier.carry(run, [Counting("a", before=raising(error, 1)).step])
    assert run.steps.get().error == said


def test_who_is_told_to_end_stops_between_two_slices_and_another_goes_on(carrier):
    answers = iter([True, True, False])
    Carrier(carrier.by, carrier.config, goes_on=lambda: next(answers)).carry(take(), [Counting("a").step])
    assert left("a") == ["a1", "a2"]
    assert JobRun.of(NAME, today()).state == State.WAITING
    carrier.carry(take(), [Counting("a").step])
    assert left("a") == ["a1", "a2", "a3"]


def test_an_interruption_in_a_slice_takes_it_back_and_lets_others_go_on(carrier):
    step = Counting("a", before=raising(KeyboardInterrupt(), 2)).step
    with pytest.raises(KeyboardInterrupt):
        carrier.carry(take(), [step])
    assert left("a") == ["a1"]
    carrier.carry(take(), [step])
    assert left("a") == ["a1", "a2", "a3"]


def test_who_was_overtaken_writes_nothing_more(carrier):
    """While it was out of breath in its second slice another has taken the run, and done what was left."""
    others = Counting("a").step

    def slow(turn) -> Slice:
        if turn.cursor:
            JobRun.update(beat_at=now() - SILENT).execute()
            carrier.carry(take(), [others])
            return Slice(1, is_last=False, cursor=turn.cursor + 1)
        return Slice(1, is_last=False, cursor=1)

    run = take()
    with pytest.raises(Overtaken):
        carrier.carry(run, [Step("a", "数a", slow, in_parts=True)])
    assert left("a") == ["a2", "a3"]
    assert JobRun.of(NAME, today()).state == State.DONE and run.steps.get().done == 3


def test_a_run_that_somebody_asks_for_once_more_begins_from_its_beginning(carrier):
    step = Counting("a").step
    carrier.carry(take(), [step])
    Region.delete().where(Region.name.startswith("a")).execute()
    JobRun.ask_for(NAME, today(), by=carrier.by)
    carrier.carry(take(), [step])
    assert left("a") == ["a1", "a2", "a3"]
