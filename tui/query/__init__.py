"""The filter language: one for sessions and events, in every command and in the live view.

`Query.parse` reads a filter, `QueryError` says what is wrong with one, and `rendered` shows where.
`term`, `opposite` and `joined` make filters of what stands under a cursor, `complete` says what
can be typed next, `narrowed` applies a filter to a table.
"""

from tui.query.complete import Choice, Completions, complete
from tui.query.error import QueryError, rendered
from tui.query.narrow import narrowed
from tui.query.query import Query
from tui.query.terms import joined, opposite, term

__all__ = [
    "Choice",
    "Completions",
    "Query",
    "QueryError",
    "complete",
    "joined",
    "narrowed",
    "opposite",
    "rendered",
    "term",
]
