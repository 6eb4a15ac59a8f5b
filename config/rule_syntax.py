"""From the source of a rule to something that can be asked."""

import ast
from collections.abc import Callable, Mapping

from config.facts import Facts, Link, Value, compare, is_true

Test = Callable[[Facts], bool]
"""A rule ready to be asked."""

_Reader = Callable[[Facts], Value]

_LONGEST = 2_000
_DEEPEST = 30
_CONSTANTS: Mapping[str, bool | None] = {"true": True, "false": False, "null": None}
_LINKS: Mapping[type[ast.cmpop], Link] = {
    ast.Eq: "==",
    ast.NotEq: "!=",
    ast.Lt: "<",
    ast.LtE: "<=",
    ast.Gt: ">",
    ast.GtE: ">=",
    ast.In: "in",
    ast.NotIn: "not in",
}
_SLIPS = (
    ("&&", "write and, not &&"),
    ("||", "write or, not ||"),
    ("<>", "write != for unlike"),
    ("=>", "write >="),
    ("=<", "write <="),
    ("=", "compare with ==, not ="),
    ("!", "write not, or != for unlike"),
)


class RuleError(ValueError):
    """A rule that cannot be read: what is wrong, at which column (from 1), and how to put it right."""

    def __init__(self, what: str, *, column: int, fix: str) -> None:
        """Keep the three parts; the message joins them."""
        self.what, self.column, self.fix = what, column, fix
        super().__init__(f"{what}; {fix}")


def read_rule(source: str) -> tuple[Test, frozenset[str]]:
    """Return the rule ready to be asked, and the names it asks for; raise `RuleError` when it is no rule."""
    translation = _Translation(source)
    test = translation.condition(_parse(source), depth=0)
    return test, frozenset(translation.names)


def _parse(source: str) -> ast.expr:
    if len(source) > _LONGEST:
        what = f"the rule is {len(source)} characters long"
        raise RuleError(what, column=_LONGEST, fix=f"keep it under {_LONGEST}, or split it in two")
    if not source.strip():
        raise RuleError("the rule is empty", column=1, fix='write a condition such as plan == "pro", or true')
    try:
        return ast.parse(_one_line(source), mode="eval").body
    except SyntaxError as error:
        column = (error.offset or 1) + _indent(source)
        raise RuleError("the rule cannot be read", column=column, fix=_advice(source)) from None
    except (ValueError, RecursionError, MemoryError):
        raise RuleError("the rule cannot be read", column=1, fix="make it shorter and plainer") from None


def _one_line(source: str) -> str:
    # A rule may be folded over several lines in YAML; spaces keep the columns right.
    return source.replace("\n", " ").strip()


def _indent(source: str) -> int:
    return len(source) - len(source.lstrip())


def _advice(source: str) -> str:
    """Name the likely slip in a rule that Python's parser refused."""
    if source.count('"') % 2 or source.count("'") % 2:
        return "close the quotation mark"
    if source.count("(") != source.count(")"):
        return "give every ( its )"
    plain = source
    for good in ("==", "!=", "<=", ">="):
        plain = plain.replace(good, "")
    found = (advice for slip, advice in _SLIPS if slip in plain)
    return next(found, 'write a condition such as plan == "pro" and score <= -1')


class _Translation:
    """One pass over a rule's syntax tree; gathers the names it meets."""

    def __init__(self, source: str) -> None:
        self.names: set[str] = set()
        self._source = source

    def condition(self, node: ast.expr, *, depth: int) -> Test:
        """Translate what is true or false; anything else is refused."""
        if depth > _DEEPEST:
            raise self._error(node, "the rule is nested too deeply", fix="split it in two")
        match node:
            case ast.BoolOp(op=operator, values=values):
                tests = tuple(self.condition(value, depth=depth + 1) for value in values)
                return _all_of(tests) if isinstance(operator, ast.And) else _any_of(tests)
            case ast.UnaryOp(op=ast.Not(), operand=operand):
                return _negation(self.condition(operand, depth=depth + 1))
            case ast.Compare():
                return self._comparison(node)
            case ast.Constant(value=bool()) | ast.Name() | ast.Attribute() | ast.Subscript():
                return _claim(self._operand(node))
            case _:
                raise self._refusal(node)

    def _comparison(self, node: ast.Compare) -> Test:
        links = [_LINKS.get(type(operator)) for operator in node.ops]
        if None in links:
            raise self._error(node, "a rule has no is", fix="compare with == or !=")
        operands = [self._operand(operand) for operand in (node.left, *node.comparators)]
        pairs = zip(operands, links, operands[1:], strict=False)
        return _all_of(tuple(_comparison(left, link, right) for left, link, right in pairs if link))

    def _operand(self, node: ast.expr) -> _Reader:
        match node:
            case ast.Name(id=word) if word.lower() in _CONSTANTS:
                return _literal(_CONSTANTS[word.lower()])
            case ast.Name() | ast.Attribute() | ast.Subscript():
                name = self._name(node)
                self.names.add(name)
                return _fact(name)
            case ast.List(elts=items) | ast.Tuple(elts=items):
                return _literal(tuple(self._item(item) for item in items))
            case ast.Constant(value=(bool() | None) as value):
                return _literal(value)
            case _:
                return _literal(self._item(node))

    def _name(self, node: ast.expr) -> str:
        match node:
            case ast.Name(id=name):
                return name
            case ast.Attribute(value=value, attr=name):
                return f"{self._name(value)}.{name}"
            case ast.Subscript(value=value, slice=ast.Constant(value=str() as name)):
                return f"{self._name(value)}.{name}"
            case _:
                raise self._refusal(node)

    def _item(self, node: ast.expr) -> str | int | float:
        match node:
            case ast.Constant(value=value) if isinstance(value, str | int | float) and not isinstance(
                value, bool
            ):
                return value
            case ast.UnaryOp(op=ast.USub(), operand=ast.Constant(value=value)) if isinstance(
                value, int | float
            ):
                return -value
            case _:
                raise self._refusal(node)

    def _refusal(self, node: ast.expr) -> RuleError:
        match node:
            case ast.BinOp(op=ast.Sub()):
                what, fix = "a rule does not calculate", 'write a name with - in it as answers["my-name"]'
            case ast.BinOp():
                what, fix = "a rule does not calculate", "compare names and values only"
            case ast.Call():
                what, fix = "a rule calls no functions", "compare names and values only"
            case ast.Constant() | ast.List() | ast.Tuple() | ast.UnaryOp(op=ast.USub()):
                what, fix = (
                    "a value alone is no condition here",
                    'compare it with a name, as in plan == "pro"',
                )
            case _:
                what, fix = "this is no part of a rule", "use names, values, == != < <= > >= in, and, or, not"
        return self._error(node, what, fix=fix)

    def _error(self, node: ast.expr, what: str, *, fix: str) -> RuleError:
        # The parser counts bytes; people count characters.
        before = _one_line(self._source).encode()[: node.col_offset].decode(errors="ignore")
        return RuleError(what, column=_indent(self._source) + len(before) + 1, fix=fix)


def _literal(value: Value) -> _Reader:
    return lambda _facts: value


def _fact(name: str) -> _Reader:
    return lambda facts: facts[name]


def _claim(read: _Reader) -> Test:
    return _safely(lambda facts: is_true(read(facts)))


def _comparison(left: _Reader, link: Link, right: _Reader) -> Test:
    return _safely(lambda facts: compare(left(facts), link, right(facts)))


def _safely(test: Test) -> Test:
    def ask(facts: Facts) -> bool:
        try:
            return test(facts)
        except KeyError:  # a name nobody knows makes the comparison false
            return False

    return ask


def _all_of(tests: tuple[Test, ...]) -> Test:
    return lambda facts: all(test(facts) for test in tests)


def _any_of(tests: tuple[Test, ...]) -> Test:
    return lambda facts: any(test(facts) for test in tests)


def _negation(test: Test) -> Test:
    return lambda facts: not test(facts)
