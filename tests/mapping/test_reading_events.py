"""Event logs of other systems are read whole, refused with every reason, and never believed."""

import csv
import io
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from config.errors import ConfigError
from mapping.methods.events import reached
from mapping.reading_events import ReadEvent, read_event_lines, read_xes, tabulated

WHEN = datetime(2026, 9, 1, 10, tzinfo=UTC)
HEADER = "customer,touchpoint,at,score,medium,campaign,text"

texts = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Zs", "Zl", "Zp"]), min_size=1)
events = st.lists(
    st.builds(
        ReadEvent,
        customer=texts,
        touchpoint=texts,
        at=st.datetimes(datetime(1990, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001
        score=st.one_of(st.none(), st.floats(-2, 2)),
        medium=st.one_of(st.just(""), texts),
        campaign=st.one_of(st.just(""), texts),
        text=st.one_of(st.just(""), texts),
    ),
    max_size=8,
)
quick = settings(deadline=None)


def log(*traces: str, head: str = "") -> io.BytesIO:
    """An XES log of these traces."""
    declared = f'<?xml version="1.0" encoding="UTF-8"?>{head}'
    return io.BytesIO(
        f'{declared}\n<log xmlns="http://www.xes-standard.org/">\n{"".join(traces)}</log>'.encode()
    )


def trace(case: str, *visits: str) -> str:
    return f'<trace>\n<string key="concept:name" value="{case}"/>\n{"".join(visits)}</trace>\n'


def event(activity: str, at: str = "2026-09-01T12:00:00.000+02:00", more: str = "") -> str:
    name = f'<string key="concept:name" value="{activity}"/>'
    return f'<event>{name}<date key="time:timestamp" value="{at}"/>{more}</event>\n'


def problems(lines: Sequence[str], *, most: int = 99) -> list[str]:
    with pytest.raises(ConfigError) as caught:
        read_event_lines(lines, most=most)
    return str(caught.value).splitlines()


def problems_of_log(source: io.BytesIO, *, most: int = 99) -> list[str]:
    with pytest.raises(ConfigError) as caught:
        read_xes(source, most=most)
    return str(caught.value).splitlines()


@quick
@given(events)
def test_what_was_written_as_csv_is_read_back(made: list[ReadEvent]) -> None:
    written = io.StringIO()
    writer = csv.writer(written)
    writer.writerow(HEADER.split(","))
    writer.writerows(
        [
            each.customer,
            each.touchpoint,
            each.at.isoformat(),
            each.score,
            each.medium,
            each.campaign,
            each.text,
        ]
        for each in made
    )

    assert list(read_event_lines(io.StringIO(written.getvalue(), newline=""))) == made


def test_columns_may_have_other_names_and_a_byte_order_mark() -> None:
    lines = ["\ufeffcase, step ,when,stars", "ann,visit,2026-09-01T12:00:00+02:00,1.5"]

    read = read_event_lines(
        lines, names={"customer": "case", "touchpoint": "step", "at": "when", "score": "stars"}
    )

    assert read == (ReadEvent(customer="ann", touchpoint="visit", at=WHEN, score=1.5),)


def test_empty_lines_are_passed_over_and_short_ones_have_no_more_fields() -> None:
    read = read_event_lines(
        [HEADER, "", "ann,visit,2026-09-01T10:00:00Z", "", "bob,visit,2026-09-01T10:00Z,,sms,,,,"]
    )

    assert [(each.customer, each.score, each.medium) for each in read] == [
        ("ann", None, ""),
        ("bob", None, "sms"),
    ]
    assert "at: is no time" in problems([HEADER, "ann,visit"])[0]


def test_a_time_without_a_zone_is_utc() -> None:
    assert read_event_lines([HEADER, "ann,visit,2026-09-01 10:00"])[0].at == WHEN


def test_every_problem_of_a_file_is_told_at_once_but_never_its_words() -> None:
    lines = [HEADER, "ann,,a secret,3", "bob,visit,2026-09-01,nan", ",visit,0001-01-01T00:00+14:00,"]

    assert problems(lines) == [
        "events.csv:2:1: touchpoint: is empty; say where it took place",
        "events.csv:2:1: at: is no time; write 2026-09-30T18:00:00Z",
        "events.csv:2:1: score: is not -2 to 2; scale it, or leave it empty",
        "events.csv:3:1: score: is not -2 to 2; scale it, or leave it empty",
        "events.csv:4:1: customer: is empty; say whose event it is",
        "events.csv:4:1: at: is no time; write 2026-09-30T18:00:00Z",
    ]


def test_a_long_list_of_problems_ends_in_how_many_more() -> None:
    told = problems([HEADER, *["ann,visit,never"] * 30])

    assert len(told) == 21
    assert told[-1].endswith("and 10 more like these")


def test_a_header_without_its_columns_is_refused() -> None:
    assert problems(["customer,at"])[0].startswith("events.csv:1:1: the header lacks touchpoint;")
    assert problems([])[0].startswith("events.csv:1:1: the header lacks customer, touchpoint, at;")
    with pytest.raises(ConfigError, match="the header lacks stars"):
        read_event_lines([HEADER], names={"score": "stars"})


def test_a_field_without_end_is_refused() -> None:
    assert problems([HEADER, 'ann,visit,"' + "x" * 200_000])[0].startswith("events.csv:")


def test_more_events_than_asked_for_are_refused_in_either_format() -> None:
    lines = [HEADER, *["ann,visit,2026-09-01"] * 4]

    assert "has more than 3 events" in problems(lines, most=3)[0]
    assert "has more than 3 events" in problems_of_log(log(trace("ann", *[event("visit")] * 4)), most=3)[0]


def test_an_event_does_not_show_its_text_when_printed() -> None:
    assert "sad" not in repr(ReadEvent(customer="ann", touchpoint="visit", at=WHEN, text="sad"))


def test_a_trace_is_a_customer_and_an_activity_a_touchpoint() -> None:
    more = '<float key="score" value="-1.5"/><string key="medium" value="sms"/><string key="x" value="y"/>'
    source = log(
        '<global scope="event"><string key="concept:name" value="none"/></global>',
        trace("ann", event("call", more=more), event("visit", "2026-09-01T10:00:01Z")),
        trace("bob", event("call")),
    )

    assert read_xes(source) == (
        ReadEvent(customer="ann", touchpoint="call", at=WHEN, score=-1.5, medium="sms"),
        ReadEvent(customer="ann", touchpoint="visit", at=WHEN + timedelta(seconds=1)),
        ReadEvent(customer="bob", touchpoint="call", at=WHEN),
    )


def test_attributes_may_have_other_names_and_prefixes_and_come_after_the_events() -> None:
    visit = (
        '<x:event><x:string key="act" value="visit"/><x:date key="time:timestamp" value="2026-09-01T10:00Z"/>'
    )
    nested = '<x:list key="l"><x:string key="act" value="no"/></x:list></x:event>'
    case = '<x:string key="client" value="ann"/>'
    source = io.BytesIO(f'<x:log xmlns:x="urn:x"><x:trace>{visit}{nested}{case}</x:trace></x:log>'.encode())

    read = read_xes(source, names={"customer": "client", "touchpoint": "act"})

    assert read == (ReadEvent(customer="ann", touchpoint="visit", at=WHEN),)


def test_problems_of_a_log_name_its_lines() -> None:
    source = log(trace("", event("call")), trace("ann", event("", "soon")), event("visit"))

    assert problems_of_log(source) == [
        "events.xes:5:1: concept:name: is empty; say whose event it is",
        "events.xes:9:1: concept:name: is empty; say where it took place",
        "events.xes:9:1: time:timestamp: is no time; write 2026-09-30T18:00:00Z",
        "events.xes:11:1: concept:name: is empty; say whose event it is",
    ]


@pytest.mark.parametrize(
    "head",
    [
        '<!DOCTYPE log [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]>',
        '<!DOCTYPE log SYSTEM "file:///etc/hostname">',
        '<!DOCTYPE log [<!ENTITY % outer SYSTEM "http://localhost/evil.dtd"> %outer;]>',
    ],
)
def test_a_document_type_and_so_every_entity_is_refused(head: str) -> None:
    told = problems_of_log(log(trace("&b;", event("call")), head=head))

    assert len(told) == 1
    assert "declares a document type" in told[0]


@pytest.mark.parametrize(
    ("source", "what"),
    [
        (b"", "is no XML"),
        (b"customer,touchpoint,at", "is no XML"),
        (b"<html></html>", "is no XES log"),
        (b"<log><trace></log>", "is no XML"),
        (b'<?xml version="1.0" encoding="klingon"?><log/>', "save it as UTF-8"),
        (b'<?xml version="1.0" encoding="utf-7"?><log/>', "save it as UTF-8"),
        (b"<log>&undeclared;</log>", "is no XML"),
        (b"<log>" + b"<list>" * 99, "nested deeper than 64"),
        (b'<log><string key="a" value="' + b"x" * 3_000_000, "over a mebibyte"),
    ],
)
def test_what_is_no_log_is_refused(source: bytes, what: str) -> None:
    told = problems_of_log(io.BytesIO(source))

    assert len(told) == 1
    assert what in told[0]


@quick
@given(st.binary(max_size=200))
def test_no_bytes_bring_the_reader_down(noise: bytes) -> None:
    assert problems_of_log(io.BytesIO(b"<log>" + noise))


def test_an_empty_log_has_no_events() -> None:
    assert read_xes(io.BytesIO(b"<log/>")) == ()
    assert read_event_lines([HEADER]) == ()


def test_a_name_for_no_field_is_a_mistake_of_the_caller() -> None:
    with pytest.raises(ValueError, match="'stars' is no field"):
        read_event_lines([], names={"stars": "score"})  # type: ignore[dict-item] # the mistake itself


def test_events_become_the_table_that_all_methods_read() -> None:
    table = tabulated(
        read_event_lines([HEADER, "bob,visit,2026-09-02,1,sms", "ann,call,2026-09-01,,,autumn"])
    )

    assert reached(table) == {"call": 1, "visit": 1}
    assert (table.customers, table.media, table.campaigns) == (("ann", "bob"), ("", "sms"), ("", "autumn"))
    assert str(table.score.tolist()) == "[nan, 1.0]"
