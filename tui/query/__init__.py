"""The filter language: one for sessions and events, in every command and in the live view.

`Query.parse` reads a filter, `QueryError` says what is wrong with one.
"""

from tui.query.error import QueryError, rendered
from tui.query.query import Query

__all__ = ["Query", "QueryError", "rendered"]
