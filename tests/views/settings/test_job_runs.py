"""后台任务: what runs by itself, how far it is, and 现在运行 (R-SCALE)."""

from datetime import timedelta

import pytest

from webapp import operator
from webapp.clock import now, today
from webapp.models import AuditEvent, Duty, JobRun, Session
from webapp.models.job_run import SILENT, State
from webapp.rules import nightly

PATH = "/settings/jobs"


@pytest.fixture
def running(world):
    """A run of which a step is done, one is half done, and one could not be done."""
    run = JobRun.take(nightly.NAME, today(), by=world.admin)
    done, half, failed = (run.step(name) for name in ("sessions", "lookups", "login-attempts"))
    done.begin(3)
    done.advance(3, None, is_last=True)
    half.begin(40)
    half.advance(10, None, is_last=False)
    failed.begin(0)
    failed.fail("数据库暂时用不上（OperationalError）")
    return run


def told(page) -> dict[str, str]:
    return {line.css("b")[0].text: line.text for line in page.css(".job-steps li")}


def test_before_the_first_night_it_says_so(desk):
    page = desk.get(PATH)
    assert "还没有运行过" in page.text and "每天 02:30" in page.text
    assert set(told(page)) == {step.label for step in nightly.STEPS}


def test_it_shows_how_far_a_run_is(desk, running):
    page = desk.get(PATH)
    lines = told(page)
    assert "3 / 3" in lines["清除过期的登录"] and "做完了" in lines["清除过期的登录"]
    assert "10 / 40" in lines["清除旧的查号"]
    assert "数据库暂时用不上（OperationalError）" in lines["清除旧的登录尝试"]
    assert "还没有开始" in lines["清除过期的导入"]
    bar = page.one("progress")
    assert (bar["value"], bar["max"]) == ("10", "40")
    assert "运行中" in page.one(".table tbody tr").text


@pytest.mark.parametrize("who", ["rep", "manager", "inspector", "service", "outsider"])
def test_it_is_for_the_administrator_alone(client, world, who):
    client.log_in(getattr(world, who))
    client.get(PATH, status=403)
    client.post(PATH, status=403)
    assert JobRun.select().count() == 0


def test_it_can_be_run_now_and_says_who_asked(desk, world):
    page = desk.get(PATH).form("form[action='/settings/jobs']").submit().follow()
    assert "夜间任务马上开始运行" in page.one("#toasts").text
    run = JobRun.get()
    assert (run.state, run.by, run.day) == (State.WAITING, world.admin, today())
    assert AuditEvent.get(AuditEvent.action == "job.requested").actor == world.admin
    assert not page.css("main form")


def test_pressed_twice_it_is_asked_for_once(desk):
    desk.post(PATH)
    page = desk.post(PATH, status=422)
    assert "这个任务等待运行，请稍候再看" in page.text
    assert AuditEvent.select().where(AuditEvent.action == "job.requested").count() == 1


def test_while_one_is_running_nobody_can_ask_for_another(desk, running):
    assert not desk.get(PATH).css("main form")
    desk.post(PATH, status=422)
    assert JobRun.get().state == State.RUNNING


def test_what_is_done_or_failed_can_be_run_once_more(desk, running):
    running.put_off()
    assert "没有做完，稍后再试" in desk.get(PATH).text
    desk.get(PATH).form("main form").submit()
    assert JobRun.get().state == State.WAITING
    JobRun.take(nightly.NAME, today(), by=running.by).finish()
    desk.get(PATH).form("main form").submit()
    assert JobRun.get().state == State.WAITING and running.steps.count() == 0


def test_it_follows_a_run_quietly_and_no_longer_than_it_lasts(desk, running):
    shown = desk.get(PATH).one("#job-runs")
    assert "every" in shown["hx-trigger"] and shown["hx-get"] == PATH
    etag = desk.get(PATH).html.partition('"If-None-Match": "')[2].partition('"')[0]
    seen = now() - SILENT * 5
    Session.update(seen_at=seen).execute()
    asked = {"htmx": True, "target": "job-runs", "headers": {"If-None-Match": etag}}
    desk.get(PATH, status=304, **asked)
    running.step("lookups").advance(5, None, is_last=False)
    assert "15 / 40" in desk.get(PATH, **asked).text
    assert Session.get().seen_at == seen
    running.finish()
    assert "hx-get" not in desk.get(PATH, **asked).one("#job-runs").attributes


def test_without_a_worker_it_says_what_to_start(desk):
    assert "没有后台进程在值守" in desk.get(PATH).text
    Duty.take(operator.process())
    page = desk.get(PATH)
    assert "没有后台进程" not in page.text and f"由 {Duty.present().host} 值守" in page.text


def test_a_run_whose_process_is_gone_says_that_it_is_gone_on_with(desk, running):
    JobRun.update(beat_at=now() - SILENT).execute()
    assert "中断，会接着做" in desk.get(PATH).text


def test_what_a_day_left_undone_is_not_tried_again_the_next(desk, running):
    running.put_off()
    JobRun.update(day=today() - timedelta(days=1)).execute()
    page = desk.get(PATH)
    assert "没有做完" in page.one(".table tbody tr").text and "稍后再试" not in page.text


def test_a_step_of_an_earlier_release_is_told_by_its_name(desk, running):
    running.step("long-gone").advance(7, None, is_last=True)
    assert "long-gone：7" in desk.get(PATH).one(".table tbody").text
