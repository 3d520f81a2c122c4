"""What a command that follows a log says on stderr beside its work."""

from dataclasses import dataclass
from datetime import UTC

from tui.source.following import Following
from tui.system.output import complain
from tui.words.wording import loss_in_words


@dataclass(slots=True)
class Said:
    """What stands in the way of following, and what was lost; each said once."""

    follow: Following
    _problem: str = ""
    _losses: int = 0

    def say(self) -> None:
        """Say what is new to say."""
        problem = next(iter(self.follow.errors.values()), "")
        if problem and problem != self._problem:
            complain(problem)
        self._problem = problem
        for loss in self.follow.losses[self._losses :]:
            complain(loss_in_words(loss, UTC))
            self._losses += 1
