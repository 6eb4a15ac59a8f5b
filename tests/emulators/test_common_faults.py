"""The fault plan: each entry strikes the calls it is meant for, as often as it says."""

import pytest

from tests.emulators.common.faults import Fault, FaultPlan, Kind, fault_from


def test_an_entry_strikes_as_often_as_it_says() -> None:
    plan = FaultPlan()
    plan.add([Fault(kind=Kind.STATUS_502, method="sendMessage", times=2)])

    struck = [plan.take_for_call("sendmessage", {}) is not None for _ in range(3)]

    assert struck == [True, True, False]


def test_an_entry_waits_for_the_call_it_is_meant_for() -> None:
    plan = FaultPlan()
    plan.add([Fault(kind=Kind.CUT_BEFORE, match={"chat_id": 7}, after=1)])

    assert plan.take_for_call("sendMessage", {"chat_id": "8"}) is None
    assert plan.take_for_call("sendMessage", {"chat_id": "7"}) is None
    assert plan.take_for_call("sendMessage", {"chat_id": "7"}) is not None


def test_faults_of_updates_leave_calls_alone() -> None:
    plan = FaultPlan()
    plan.add([Fault(kind=Kind.DUPLICATE_UPDATE)])

    assert plan.take_for_call("getMe", {}) is None
    assert plan.take_for_update("message", {}) is not None


def test_an_unknown_kind_is_answered_with_the_known_ones() -> None:
    with pytest.raises(ValueError, match='"explode" is unknown; known are: lost_answer'):
        fault_from({"kind": "explode"})
