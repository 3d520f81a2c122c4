"""Rules written down for a test."""

from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from tests.audit.tables import log
from tui.rules import Alert, Evaluation, Rule, RulesError, read_rules


def rules_of(text: str) -> tuple[Rule, ...]:
    """The rules of a file with this text."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "rules.toml"
        path.write_text(text)
        return read_rules(path)


def rule_of(text: str) -> Rule:
    """The one rule of a file that is not built in; `name` is given, if the text does not."""
    named = text if "name" in text else f'name = "mine"\n{text}'
    built_in = {rule.name for rule in read_rules()}
    (rule,) = (rule for rule in rules_of(f"[[rule]]\n{named}\n") if rule.name not in built_in)
    return rule


def faults_of(text: str | bytes) -> list[str]:
    """What is wrong with a text, each without the file's folder."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "rules.toml"
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        with pytest.raises(RulesError) as raised:
            read_rules(path)
        return [fault.replace(f"{folder}/", "") for fault in raised.value.faults]


def alerts_of(rules: Sequence[Rule], *lines: bytes | str) -> list[Alert]:
    """What rules say of a log."""
    return Evaluation(rules).see_block(0, 0, log(*lines))
