# Made from the command line by `python -m share.make`; not to be edited.

# Whether a command is the one that is named, or live where none is.
function __desktail_is
    set -l words (commandline -opc)
    set -l command live
    if set -q words[2]; and contains -- $words[2] live summary tail export verify check replay demo config
        set command $words[2]
    end
    test $command = $argv[1]
end

function __desktail_is_first
    test (count (commandline -opc)) -eq 1
end

complete -c desktail -n __desktail_is_first -a live -d 'the live view'
complete -c desktail -n __desktail_is_first -a summary -d 'all numbers of a log, once'
complete -c desktail -n __desktail_is_first -a tail -d 'each desktop event as it arrives'
complete -c desktail -n __desktail_is_first -a export -d 'sessions, transfers, events or marks, to a file'
complete -c desktail -n __desktail_is_first -a verify -d 'check evidence, and the log that it is of'
complete -c desktail -n __desktail_is_first -a check -d 'what the rules say of a log'
complete -c desktail -n __desktail_is_first -a replay -d 'a log as if it were happening now'
complete -c desktail -n __desktail_is_first -a demo -d 'the live view of a made-up incident'
complete -c desktail -n __desktail_is_first -a config -d 'every setting, and where it comes from'
complete -c desktail -n '__desktail_is_first' -s h -l help -d 'show this help message and exit'
complete -c desktail -n '__desktail_is_first' -l version -d 'show program\'s version number and exit'
complete -c desktail -n '__desktail_is live' -s h -l help -d 'show this help message and exit'
complete -c desktail -n '__desktail_is live' -l since -x -a '15m 24h 2d today yesterday all' -d 'of a folder or link, the files since then: 15m, 24h, 2d, today, yesterday, 2026-11-20, an RFC 3339 time, or all (default: 24h, or as set)'
complete -c desktail -n '__desktail_is live' -l filter -x -d 'only the sessions and events that match, until it is changed: \'user=alice out>10MB\''
complete -c desktail -n '__desktail_is live' -l wait -d 'wait for a PATH that is not there yet'
complete -c desktail -n '__desktail_is live' -l rules -r -F -d 'rules in TOML that change the built-in ones, or add to them'
complete -c desktail -n '__desktail_is live' -l config -r -F -d 'read the settings there (desktail config)'
complete -c desktail -n '__desktail_is live' -l set -x -d 'set anything that can be set: zone=local, thresholds.quiet=10m'
complete -c desktail -n '__desktail_is live' -l theme -x -d 'the colours; ansi-dark and ansi-light are the terminal\'s own'
complete -c desktail -n '__desktail_is live' -l ascii -d 'frames, glyphs and bars of plain ASCII'
complete -c desktail -n '__desktail_is summary' -s h -l help -d 'show this help message and exit'
complete -c desktail -n '__desktail_is summary' -l json -d 'as one JSON object'
complete -c desktail -n '__desktail_is summary' -l transfers -d 'with each file that was moved, by session'
complete -c desktail -n '__desktail_is summary' -l filter -x -d 'only the sessions that match, and totals of their events alone; other and malformed lines are counted as read: \'user=alice out>10MB\', \'denied or failed\', \'path=*.bak since=-15m\''
complete -c desktail -n '__desktail_is summary' -l since -x -a '15m 24h 2d today yesterday all' -d 'of a folder or link, the files since then: 15m, 24h, 2d, today, yesterday, 2026-11-20, an RFC 3339 time, or all (default: all)'
complete -c desktail -n '__desktail_is tail' -s h -l help -d 'show this help message and exit'
complete -c desktail -n '__desktail_is tail' -l json -d 'the log\'s own lines, byte for byte'
complete -c desktail -n '__desktail_is tail' -l from-start -d 'with those already there'
complete -c desktail -n '__desktail_is tail' -l filter -x -d 'only the events that match, their sessions as they stand at that moment: \'user=alice out>10MB\', \'denied or failed\', \'path=*.bak since=-15m\''
complete -c desktail -n '__desktail_is tail' -l since -x -a '15m 24h 2d today yesterday all' -d 'of a folder or link, the files since then: 15m, 24h, 2d, today, yesterday, 2026-11-20, an RFC 3339 time, or all (default: 24h)'
complete -c desktail -n '__desktail_is tail' -l wait -d 'wait for a PATH that is not there yet'
complete -c desktail -n '__desktail_is export' -s h -l help -d 'show this help message and exit'
complete -c desktail -n '__desktail_is export' -l what -x -a 'sessions transfers events marks' -d 'default: sessions'
complete -c desktail -n '__desktail_is export' -l format -x -a 'jsonl csv md' -d 'JSON lines (of events the log\'s own), CSV or Markdown (default: as FILE ends, jsonl)'
complete -c desktail -n '__desktail_is export' -l output -r -F -d 'where to (default: -, standard output)'
complete -c desktail -n '__desktail_is export' -l force -d 'replace a FILE that is there already'
complete -c desktail -n '__desktail_is export' -l evidence -x -a '(__fish_complete_directories)' -d 'instead, a new folder with the sessions\' lines, numbers, report and manifest'
complete -c desktail -n '__desktail_is export' -l redact -x -d 'in evidence, put marks in the place of names: users,paths,addresses, or some of them'
complete -c desktail -n '__desktail_is export' -l rules -r -F -d 'rules in TOML that change the built-in ones, or add to them'
complete -c desktail -n '__desktail_is export' -l filter -x -d 'only what matches: events, or sessions and the transfers and marks of these: \'user=alice out>10MB\', \'denied or failed\', \'path=*.bak since=-15m\''
complete -c desktail -n '__desktail_is export' -l since -x -a '15m 24h 2d today yesterday all' -d 'of a folder or link, the files since then: 15m, 24h, 2d, today, yesterday, 2026-11-20, an RFC 3339 time, or all (default: all)'
complete -c desktail -n '__desktail_is verify' -s h -l help -d 'show this help message and exit'
complete -c desktail -n '__desktail_is verify' -l logs -d 'count an original log that is not there as missing'
complete -c desktail -n '__desktail_is check' -s h -l help -d 'show this help message and exit'
complete -c desktail -n '__desktail_is check' -l json -d 'each alert as a JSON object'
complete -c desktail -n '__desktail_is check' -l rules -r -F -d 'rules in TOML that change the built-in ones, or add to them'
complete -c desktail -n '__desktail_is check' -l follow -d 'go on with what comes, and tell only what no earlier run has told'
complete -c desktail -n '__desktail_is check' -l since -x -a '15m 24h 2d today yesterday all' -d 'of a folder or link, the files since then: 15m, 24h, 2d, today, yesterday, 2026-11-20, an RFC 3339 time, or all (default: all, with --follow 24h)'
complete -c desktail -n '__desktail_is check' -l wait -d 'with --follow, wait for a PATH that is not there yet'
complete -c desktail -n '__desktail_is replay' -s h -l help -d 'show this help message and exit'
complete -c desktail -n '__desktail_is replay' -l speed -x -d 'times as fast (default: 60, an hour in a minute)'
complete -c desktail -n '__desktail_is replay' -l from -x -a '15m 24h 2d today yesterday all' -d 'from then on, seen from the log\'s end: -15m, 12:40, today, yesterday 18:00, 2026-11-20, 2026-11-20 18:00 or an RFC 3339 time (default: its first event)'
complete -c desktail -n '__desktail_is replay' -l to -x -a '15m 24h 2d today yesterday all' -d 'until then (default: its end)'
complete -c desktail -n '__desktail_is replay' -l rules -r -F -d 'rules in TOML that change the built-in ones, or add to them'
complete -c desktail -n '__desktail_is replay' -l config -r -F -d 'read the settings there (desktail config)'
complete -c desktail -n '__desktail_is replay' -l set -x -d 'set anything that can be set: zone=local, thresholds.quiet=10m'
complete -c desktail -n '__desktail_is replay' -l theme -x -d 'the colours; ansi-dark and ansi-light are the terminal\'s own'
complete -c desktail -n '__desktail_is replay' -l ascii -d 'frames, glyphs and bars of plain ASCII'
complete -c desktail -n '__desktail_is demo' -f
complete -c desktail -n '__desktail_is demo' -s h -l help -d 'show this help message and exit'
complete -c desktail -n '__desktail_is demo' -l seed -x -d 'which story (default: 7)'
complete -c desktail -n '__desktail_is demo' -l speed -x -d 'times as fast (default: 1.0)'
complete -c desktail -n '__desktail_is demo' -l write -x -a '(__fish_complete_directories)' -d 'write the whole log and end'
complete -c desktail -n '__desktail_is demo' -l rules -r -F -d 'rules in TOML that change the built-in ones, or add to them'
complete -c desktail -n '__desktail_is demo' -l config -r -F -d 'read the settings there (desktail config)'
complete -c desktail -n '__desktail_is demo' -l set -x -d 'set anything that can be set: zone=local, thresholds.quiet=10m'
complete -c desktail -n '__desktail_is demo' -l theme -x -d 'the colours; ansi-dark and ansi-light are the terminal\'s own'
complete -c desktail -n '__desktail_is demo' -l ascii -d 'frames, glyphs and bars of plain ASCII'
complete -c desktail -n '__desktail_is config' -f
complete -c desktail -n '__desktail_is config' -s h -l help -d 'show this help message and exit'
complete -c desktail -n '__desktail_is config' -l init -d 'write a file that explains them all'
complete -c desktail -n '__desktail_is config' -l path -d 'only say which file is read'
complete -c desktail -n '__desktail_is config' -l rules -r -F -d 'rules in TOML that change the built-in ones, or add to them'
complete -c desktail -n '__desktail_is config' -l config -r -F -d 'read the settings there (desktail config)'
complete -c desktail -n '__desktail_is config' -l set -x -d 'set anything that can be set: zone=local, thresholds.quiet=10m'
complete -c desktail -n '__desktail_is config' -l theme -x -d 'the colours; ansi-dark and ansi-light are the terminal\'s own'
complete -c desktail -n '__desktail_is config' -l ascii -d 'frames, glyphs and bars of plain ASCII'
