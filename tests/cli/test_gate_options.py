"""From settings to the gate's policy: the command line goes before the configuration."""

from pathlib import Path

from citecheck import settings
from citecheck.cli import gate_options
from citecheck.model import Judgement, Severity, Verdict


def test_fail_on_of_the_command_line_goes_before_the_tables_of_the_file(tmp_path: Path) -> None:
    (tmp_path / ".citecheck.toml").write_text(
        'severity = {mismatch = "note", possible = "note"}\n\n'
        '[[paths]]\nmatch = "a/*"\nseverity = {mismatch = "none"}\n'
    )
    wrong, half = (Judgement(verdict, ("why",)) for verdict in (Verdict.MISMATCH, Verdict.POSSIBLE))
    of_file = gate_options.policy(settings.load_settings({}, {}, tmp_path))
    assert of_file.severity(wrong, "b/x.md")[0] is Severity.NOTE
    assert of_file.severity(wrong, "a/x.md")[0] is Severity.NONE
    policy = gate_options.policy(settings.load_settings({"fail_on": "mismatch"}, {}, tmp_path))
    assert policy.severity(wrong, "b/x.md")[0] is Severity.ERROR
    assert policy.severity(wrong, "a/x.md")[0] is Severity.ERROR
    assert policy.severity(half, "b/x.md")[0] is Severity.NOTE
