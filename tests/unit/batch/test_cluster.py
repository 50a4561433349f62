# SPDX-License-Identifier: Apache-2.0
"""The workers of other machines, as far as it can be told on one; tests/drill has a scheduler and workers."""

from __future__ import annotations

import gc
import os
import sys
import threading
import time
from types import SimpleNamespace

import pytest

from ocr_kh.batch.workers.cluster import Cluster
from ocr_kh.batch.workers.pool import TaskTimeoutError, WorkerLostError
from ocr_kh.batch.workers.process import Task
from ocr_kh.errors import DistributedMissingError, SchedulerError, WorkerUnfitError
from ocr_kh.settings import Settings


@pytest.fixture
def isolation(tmp_path):
    """What a worker of Dask has for a run."""
    pytest.importorskip("distributed")
    from ocr_kh.batch.workers.cluster_process import Isolation

    token = tmp_path / "token"
    token.touch()
    made = Isolation("ocr-kh-test", Settings(), "en", token, [tmp_path])
    made.setup(SimpleNamespace(address="tcp://10.0.0.7:1", plugins={}))
    yield made
    made.teardown(None)


def test_cluster_needs_its_library(monkeypatch, tmp_path):
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(DistributedMissingError, match="pip install"), Cluster("tcp://a:1", Settings(), tmp_path):
        pass


@pytest.mark.parametrize("address", ["tcp://127.0.0.1:9", "no address at all", "carrier-pigeon://a:1"])
def test_cluster_without_a_scheduler_is_told(monkeypatch, tmp_path, address):
    client = pytest.importorskip("distributed").Client
    monkeypatch.setattr("ocr_kh.batch.workers.cluster._CONNECT_SECONDS", 0.2)
    with pytest.raises(SchedulerError, match="ocr-kh help scale") as raised, Cluster(address, Settings(), tmp_path):
        pass
    left = [one for one in gc.get_objects() if issubclass(type(one), client)]
    assert raised.value.__cause__
    assert [one.status for one in left if one.status != "closed"] == [], "one that is collected later may hang"


def test_cluster_is_no_part_of_the_recipe_nor_of_provenance():
    here, there = Settings(), Settings(scheduler="tcp://a:1")
    assert (here.fingerprint, here.limits, here.as_dict()) == (there.fingerprint, there.limits, there.as_dict())


def test_cluster_worker_ends_what_a_killed_client_left_idle(isolation, tmp_path):
    from ocr_kh.batch.workers.cluster_process import Isolation

    first = isolation.do(Task(os.getpid, ()), None)
    other = Isolation("ocr-kh-other", Settings(), "en", tmp_path / "token")
    other.setup(SimpleNamespace(address="tcp://10.0.0.7:1", plugins={"ocr-kh-test": isolation}))
    assert not any(place.workers._workers for place in isolation._places.values())
    assert isolation.do(Task(os.getpid, ()), None) != first, "a client that is alive loses nothing"


@pytest.mark.skipif(sys.platform == "win32", reason="ends a process the POSIX way")
def test_cluster_worker_does_tasks_in_a_process_with_limits(isolation):
    assert isolation.do(Task(divmod, (7, 2)), None) == (3, 1)
    with pytest.raises(ZeroDivisionError):
        isolation.do(Task(divmod, (7, 0)), None)
    with pytest.raises(TaskTimeoutError):
        isolation.do(Task(time.sleep, (60,)), 0.3)
    with pytest.raises(WorkerLostError):
        isolation.do(Task(os._exit, (1,)), None)
    assert isolation.do(Task(os.getpid, ()), None) != os.getpid()


def test_cluster_worker_with_another_model_does_nothing(isolation):
    isolation._expected = {**isolation._expected, "vie.traineddata": "0123456789abcdef"}
    with pytest.raises(WorkerUnfitError, match=r"10\.0\.0\.7.*vie\.traineddata.*0123456789ab"):
        isolation.do(Task(divmod, (7, 2)), None)


@pytest.mark.parametrize("name", ["_token", "_paths"])
def test_cluster_worker_that_does_not_see_the_folders_does_nothing(isolation, tmp_path, name):
    missing = tmp_path / "other" / "token"
    setattr(isolation, name, missing if name == "_token" else [missing])
    with pytest.raises(WorkerUnfitError, match="other"):
        isolation.do(Task(divmod, (7, 2)), None)


def test_cluster_worker_ends_its_processes_with_the_run(isolation):
    ended = []

    def work():
        try:
            isolation.do(Task(time.sleep, (600,)), None)
        except WorkerLostError as error:
            ended.append(error)

    thread = threading.Thread(target=work)
    thread.start()
    while not isolation._places or not any(place.workers._workers for place in isolation._places.values()):
        time.sleep(0.05)
    time.sleep(0.5)
    isolation.teardown(None)
    thread.join(30)
    assert len(ended) == 1
    assert not any(place.workers._workers for place in isolation._places.values())
