"""Spare memory goes back to the machine, now and then."""

from iss_viewer.link import memory


def test_memory_is_given_back_when_it_is_time_and_not_before(monkeypatch):
    now, given = [100.0], []
    monkeypatch.setattr(memory.time, "monotonic", lambda: now[0])
    spare = memory.SpareMemory()
    monkeypatch.setattr(spare, "_trim", given.append)
    spare.give_back()
    assert given == []
    now[0] += memory.EVERY_S
    spare.give_back()
    spare.give_back()
    assert given == [0]


def test_where_the_c_library_cannot_nothing_happens(monkeypatch):
    monkeypatch.setattr(memory.sys, "platform", "elsewhere")
    spare = memory.SpareMemory()
    monkeypatch.setattr(memory.time, "monotonic", lambda: float("inf"))
    spare.give_back()
