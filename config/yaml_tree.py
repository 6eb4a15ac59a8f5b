"""YAML 1.2 to plain values, keeping the place of every key and value."""

import io
from collections.abc import Iterator
from dataclasses import dataclass, field

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode
from ruamel.yaml.reader import ReaderError

from config.errors import ConfigError, KeyPath, Problem, render_path
from config.yaml_syntax import syntax_problems

Tree = str | int | float | bool | None | list["Tree"] | dict[str, "Tree"]
"""What a YAML file holds, without its looks."""

_NULL = "tag:yaml.org,2002:null"
_COMMA = 'write key: value; within { } put "quotes" around words that hold a comma'
_MOST_VALUES = 50_000

_EMPTY = ("the file is empty", "start from a template: aftertouch init shop")
_UNPRINTABLE = ("a character on this line cannot be printed", "remove it; the file must be plain UTF-8 text")
_TOO_DEEP = ("the file is nested too deeply", "a journey needs no more than a dozen levels")
_BOMB = ("the aliases (*name) of this file stand for too much", "write the values out instead")


@dataclass(frozen=True, slots=True)
class Place:
    """A spot in a file, counted from 1."""

    line: int
    column: int


@dataclass(slots=True)
class Document:
    """A file's values with their places, and what is wrong with the way it is written."""

    file: str
    tree: Tree = None
    places: dict[KeyPath, Place] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def add(self, place: Place, path: KeyPath, what: str, fix: str) -> None:
        """Note one more thing wrong with the way the file is written."""
        where = {"line": place.line, "column": place.column}
        self.problems.append(Problem(file=self.file, path=render_path(path), what=what, fix=fix, **where))

    def place(self, path: KeyPath) -> Place:
        """Return where the key or list item at `path` stands, else where its nearest parent does."""
        while path and path not in self.places:
            path = path[:-1]
        return self.places.get(path, Place(1, 1))


def read_yaml(text: str, *, file: str) -> Document:
    """Read one YAML document; raise `ConfigError` when it is not even YAML."""
    root = _compose(text, file=file)
    if _size(root, {}, frozenset()) > _MOST_VALUES:
        raise ConfigError((_at(file, *_BOMB),))
    document = Document(file)
    document.tree = _value(root, (), document)
    return document


def _compose(text: str, *, file: str) -> Node:
    reader = YAML(typ="safe", pure=True)
    reader.composer.warn_double_anchors = False  # YAML 1.2 allows to use a name anew
    try:
        root: Node | None = reader.compose(io.StringIO(text))
    except ReaderError as error:
        raise ConfigError((_at(file, *_UNPRINTABLE, line=text.count("\n", 0, error.position) + 1),)) from None
    except MarkedYAMLError as error:
        raise ConfigError(syntax_problems(error, text, file=file)) from None
    except RecursionError:
        raise ConfigError((_at(file, *_TOO_DEEP),)) from None
    if root is None:
        raise ConfigError((_at(file, *_EMPTY),))
    return root


def _at(file: str, what: str, fix: str, *, line: int = 1) -> Problem:
    return Problem(file=file, line=line, column=1, path="", what=what, fix=fix)


def _size(node: Node, known: dict[int, int], above: frozenset[int]) -> int:
    """Count the values a node stands for; aliases are cheap to write and dear to spell out."""
    if id(node) in above:
        return _MOST_VALUES + 1  # it holds itself, so it never ends
    if id(node) not in known:
        inside = above | {id(node)}
        known[id(node)] = 1 + sum(_size(child, known, inside) for child in _children(node))
    return known[id(node)]


def _children(node: Node) -> Iterator[Node]:
    if isinstance(node, MappingNode):
        for key, value in node.value:
            yield key
            yield value
    elif isinstance(node, SequenceNode):
        yield from node.value


def _value(node: Node, path: KeyPath, document: Document) -> Tree:
    document.places.setdefault(path, _place(node))  # a value in a mapping stands where its key does
    if isinstance(node, MappingNode):
        return _mapping(node, path, document)
    if isinstance(node, SequenceNode):
        return [_value(item, (*path, index), document) for index, item in enumerate(node.value)]
    return _scalar(str(node.tag), str(node.value))


def _mapping(node: MappingNode, path: KeyPath, document: Document) -> dict[str, Tree]:
    tree: dict[str, Tree] = {}
    for key, value in node.value:
        place = _place(key)
        if not isinstance(key, ScalarNode):
            document.add(place, path, "a key must be a word", "write key: value")
            continue
        name = str(key.value)  # a key is text even where YAML sees a number or a truth: 5, no, true
        here = (*path, name)
        if name in tree:
            first = document.places[here].line
            document.add(
                place, here, f'"{name}" stands here twice, first on line {first}', "keep one of the two"
            )
            continue
        if node.flow_style and value.tag == _NULL and not value.value:
            document.add(place, here, f'"{name}" has no value', _COMMA)
            continue
        document.places[here] = place
        tree[name] = _value(value, here, document)
    return tree


def _place(node: Node) -> Place:
    return Place(node.start_mark.line + 1, node.start_mark.column + 1)


def _scalar(tag: str, text: str) -> str | int | float | bool | None:
    match tag.removeprefix("tag:yaml.org,2002:"):
        case "null":
            return None
        case "bool":
            return text.lower() == "true"
        case "int":
            return _whole(text.replace("_", ""))
        case "float":
            return float(text.replace("_", "").lower().replace(".inf", "inf").replace(".nan", "nan"))
        case _:  # a date is text too: nothing in our files is one
            return text


def _whole(text: str) -> int | str:
    try:
        return int(text, 0) if text.lstrip("+-").startswith(("0x", "0o", "0b")) else int(text)
    except ValueError:  # thousands of digits
        return text
