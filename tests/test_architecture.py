"""The rooms of the house: data goes one way, and no module imports itself over a detour."""

import ast
import re
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

import citecheck

PACKAGE = Path(citecheck.__file__).parent

# Which rooms a room may import. Every room may import those of EVERYWHERE, which import nothing.
ALLOWED: dict[str, set[str]] = {
    "_version": set(),
    "errors": set(),
    "safety": set(),
    "model": set(),
    "text": set(),
    "journals": set(),
    "documents": set(),
    "pubmed": set(),
    "extraction": {"journals"},
    "clustering": set(),
    "planning": {"text"},
    "sources": {"pubmed", "journals", "text"},
    "matching": {"journals", "text"},
    "verdicts": {"corrections", "journals", "matching"},
    "claims": {"text"},
    "gate": set(),
    "settings": set(),
    "lookup_rounds": {"planning", "sources"},
    "checker": {
        "claims", "clustering", "corrections", "documents", "extraction", "journals", "lookup_rounds",
        "matching", "sources", "verdicts",
    },
    "reports": {"gate"},
    "bibliography": {"journals", "pubmed", "text"},
    "corrections": {"documents", "extraction", "journals", "matching", "text"},
    "web": {
        "audit", "bibliography", "checker", "corrections", "documents", "extraction", "gate", "journals",
        "reports", "sources",
    },
    "lsp": {
        "audit", "checker", "corrections", "documents", "extraction", "gate", "journals", "reports",
        "sources",
    },
    "calibration": {"checker", "documents", "matching", "verdicts"},
    "audit": {
        "checker", "clustering", "documents", "extraction", "gate", "journals", "planning", "pubmed",
        "reports", "sources", "verdicts",
    },
    # What people and programs call may use every room below it.
    "__init__": {"checker", "clustering", "documents", "extraction", "journals", "sources", "verdicts"},
    "__main__": {"cli"},
    "cli": {
        "audit", "bibliography", "calibration", "checker", "corrections", "documents", "gate", "journals",
        "lsp", "pubmed", "reports", "settings", "sources", "verdicts", "web",
    },
}  # fmt: skip
EVERYWHERE = {"model", "errors", "safety", "_version"}
MODULES = sorted(PACKAGE.rglob("*.py"))


def module_name(path: Path, package: Path = PACKAGE) -> str:
    parts = ("citecheck", *path.relative_to(package).with_suffix("").parts)
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imported(source: str, module: str, *, is_package: bool = False) -> Iterator[tuple[str, bool]]:
    """Every module of citecheck that `source` imports, and whether only a type checker follows the import."""
    tree = ast.parse(source)
    for_types = {
        id(inner)
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test)
        for inner in ast.walk(node)
    }
    for node in ast.walk(tree):
        names: list[str] = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            base = module.split(".")[: None if is_package else -1]
            home = base[: len(base) - node.level + 1] if node.level else []
            source_module = ".".join([*home, *filter(None, [node.module])])
            names = [f"{source_module}.{alias.name}" for alias in node.names]
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            # import_module("citecheck.reports.to_json") and its like.
            names = (
                [node.value] if re.fullmatch(r"citecheck(\.\w+)+", node.value) and room_of(node.value) else []
            )
        for name in names:
            if name.split(".")[0] == "citecheck":
                yield name, id(node) in for_types


def room_of(name: str) -> str:
    """The room that an imported name lies in; "" for the package itself and what its face shows."""
    parts = name.split(".")
    if len(parts) == 1:
        return ""
    inside = PACKAGE / parts[1]
    return parts[1] if inside.is_dir() or inside.with_suffix(".py").is_file() else ""


def rooms_imported(source: str, module: str, *, is_package: bool = False) -> set[str]:
    return {room_of(name) for name, _ in imported(source, module, is_package=is_package)}


@pytest.mark.parametrize("path", MODULES, ids=module_name)
def test_a_room_imports_only_rooms_below_it(path: Path) -> None:
    module = module_name(path)
    room = path.relative_to(PACKAGE).parts[0].removesuffix(".py")
    assert room in ALLOWED, f"{room} is a new room: say in ALLOWED what it may import"
    used = rooms_imported(path.read_text("utf-8"), module, is_package=path.name == "__init__.py")
    strangers = used - ALLOWED[room] - EVERYWHERE - {room}
    # The face of the package says its own name in its docstring's example; the rooms must not import it.
    strangers -= {""} if room in ("__init__", "cli") else set()
    assert not strangers, f"{module} imports {sorted(strangers)}"


def test_what_may_be_imported_runs_in_no_circle() -> None:
    try:
        tuple(TopologicalSorter(ALLOWED).static_order())
    except CycleError as circle:
        pytest.fail(str(circle.args[1]))


def test_no_module_imports_itself_over_others() -> None:
    names = {module_name(path) for path in MODULES}
    graph: dict[str, set[str]] = {}
    for path in MODULES:
        module = module_name(path)
        found = imported(path.read_text("utf-8"), module, is_package=path.name == "__init__.py")
        targets = set()
        for name, for_types in found:
            if for_types:
                continue
            target = name if name in names else name.rpartition(".")[0]
            # A package that imports its own modules shows them; they may import one another, not it.
            if target in names and target != module and not module.startswith(f"{target}."):
                targets.add(target)
        graph[module] = targets
    try:
        tuple(TopologicalSorter(graph).static_order())
    except CycleError as circle:
        pytest.fail(" imports ".join(reversed(circle.args[1])))


@pytest.mark.parametrize(
    "line",
    [
        "import citecheck.gate",
        "from citecheck import gate",
        "from citecheck.gate import Policy",
        "from .. import gate",
        "from ..gate import Policy",
        "def late():\n    from citecheck import gate",
        "import_module('citecheck.gate.policy')",
    ],
)
def test_every_form_of_an_import_is_seen(line: str) -> None:
    assert rooms_imported(line, "citecheck.matching.matcher") == {"gate"}


TESTS = Path(__file__).parent
_LISTED = re.compile(r"^\| (?P<modules>`[^|]+) \| (?P<tests>`[^|]+) \|$", re.MULTILINE)
_NAME = re.compile(r"`([^`]+)`")


def listed_tests() -> dict[str, list[str]]:
    """The places of tests that tests/README.md names for modules, by the modules' pattern."""
    rows = list(_LISTED.finditer((TESTS / "README.md").read_text("utf-8")))
    return {
        pattern: [name for name in _NAME.findall(row["tests"]) if "/" in name]
        for row in rows
        for pattern in _NAME.findall(row["modules"])
    }


def has_tests_of_its_name(module: Path) -> bool:
    """Whether a file of tests has the module's name or its subfolder's."""
    *folders, name = module.with_suffix("").parts
    rooms = TESTS / folders[0] if folders else TESTS
    return any(any(rooms.rglob(f"test_{each}.py")) for each in (name, *folders[1:]))


@pytest.mark.parametrize("path", MODULES, ids=module_name)
def test_every_module_has_tests_that_are_found_by_name_or_listed(path: Path) -> None:
    module = path.relative_to(PACKAGE)
    if module.name in ("__init__.py", "__main__.py") or has_tests_of_its_name(module):
        return
    assert any(
        module.match(pattern) and len(module.parts) == len(Path(pattern).parts) for pattern in listed_tests()
    ), f"{module} has no file of tests of its name: write one, or say in tests/README.md where its tests are"


def test_the_list_of_tests_names_what_exists() -> None:
    for pattern, places in listed_tests().items():
        assert any(PACKAGE.glob(pattern)), pattern
        assert places, pattern
        for place in places:
            assert (TESTS.parent / place).exists(), place
