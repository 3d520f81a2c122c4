"""Rules: what in a log somebody must be told of, and the alerts that come of it.

`read_rules` gives the built-in rules and those of a file, an `Evaluation` what they say of a log.
They go by the log alone: its order, and its events' times.
"""

from tui.rules.alert import Alert
from tui.rules.engine import Engine
from tui.rules.evaluation import Evaluation
from tui.rules.reading import RulesError, read_rules
from tui.rules.rule import Measure, Per, Rule, Severity

__all__ = [
    "Alert",
    "Engine",
    "Evaluation",
    "Measure",
    "Per",
    "Rule",
    "RulesError",
    "Severity",
    "read_rules",
]
