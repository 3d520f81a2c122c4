"""What `desktail --help` says before and behind the options, and the manual page with it."""

DESCRIPTION = """\
Every remote-desktop session of a Teleport audit log, live: who is on which desktop, what moved
in and out by clipboard and shared folder, what failed.

  desktail PATH...           the live view (q quits, ? helps)
  desktail summary PATH...   all numbers of a log, once
  desktail tail PATH...      each desktop event as it arrives, for pipes
  desktail export PATH...    sessions, transfers, events or marks, for programs and reports
  desktail verify DIR        whether evidence is what was written, and what the log says
  desktail check PATH...     what the rules say of a log, once or as it grows
  desktail replay PATH...    a log as if it were happening now, at any speed
  desktail demo              the live view of a made-up incident
  desktail ship PATH...      a log to a fleet's engine, for watchers elsewhere
  desktail nats init ADDR    the streams of a fleet, made or checked
  desktail config            every setting, what it means, and where it comes from
"""
EPILOG = """\
PATH is an audit log, Teleport's link events.log, or a folder of dated logs; for the live view it
may be left out where {default} can be read. - is standard input.
nats://HOST[:PORT],…[/STREAM] in its place is what shippers sent to a stream; replay takes files.

exit status: 0 done; 1 a log cannot be read, or the output cannot be written; 2 wrong usage;
3 check found something; 4 evidence in which something does not fit (verify);
70 a fault of desktail, of which a report is left; 129 the live view's terminal went away;
130 ended by ctrl+c; 143 the live view ended by SIGTERM
"""
