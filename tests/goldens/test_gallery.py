"""The gallery shows every golden there is, and nothing that was drawn from another one."""

from bot import plugins
from tests.goldens import answers, maps, reports
from tests.goldens.gallery import LARGEST_KIB, PAGE, PARTS, PICTURES, pictured, shown_steps, written
from tests.goldens.playing import SCENES
from tests.goldens.script import PLATFORMS


def test_the_gallery_shows_every_scene_of_every_platform() -> None:
    assert {name for scenes in SCENES.values() for name in scenes} == set(PARTS)
    for platform in PLATFORMS:
        shown = {name for name in PARTS for on, _ in pictured(name) if on == platform}
        assert shown == set(SCENES[platform])


def test_the_page_is_as_the_command_writes_it() -> None:
    assert PAGE.read_text(encoding="utf-8") == written(), "make gallery writes it anew"


def test_every_picture_is_there_and_small_and_no_other() -> None:
    wanted = {path for name in PARTS for _, path in pictured(name)}

    assert set(PICTURES.glob("*")) == wanted
    assert [path.name for path in wanted if path.stat().st_size > LARGEST_KIB * 1024] == []


def test_every_picture_of_a_map_is_there_and_small_and_no_other() -> None:
    wanted = {shown.picture for shown in maps.SHOWN}

    assert set(maps.PICTURES.glob("*")) == wanted
    assert [path.name for path in wanted if path.stat().st_size > maps.LARGEST_KIB * 1024] == []


def test_every_picture_of_a_report_is_there_in_both_themes_and_small_and_no_other() -> None:
    wanted = reports.pictures()

    assert set(reports.PICTURES.glob("*")) == wanted
    assert [path.name for path in wanted if path.stat().st_size > reports.LARGEST_KIB * 1024] == []


def test_every_picture_of_an_answer_is_there_in_both_themes_and_small_and_no_other() -> None:
    wanted = answers.pictures()

    assert set(answers.PICTURES.glob("*")) == wanted
    assert [path.name for path in wanted if path.stat().st_size > answers.LARGEST_KIB * 1024] == []


def test_answers_go_out_as_their_goldens_say() -> None:
    told = dict(answers.goldens())

    assert set(answers.GOLDENS.glob("*")) == set(told)
    different = [path.name for path, content in told.items() if path.read_text(encoding="utf-8") != content]
    assert different == [], "python -m tests.goldens.answers writes them anew; look at them"


def test_every_report_is_shown() -> None:
    assert {shown.name for shown in reports.SHOWN} - {"overlay"} == set(plugins.reports())


def test_a_picture_shows_steps_that_its_golden_has() -> None:
    pictures = [(platform, name) for name in PARTS for platform, _ in pictured(name)]

    assert pictures
    assert [each for each in pictures if not shown_steps(*each)] == []
