"""The completion of bash, zsh and fish.

By code of our own, and not by a generator: those know no command that is meant where none is named
(`desktail PATH` is `desktail live PATH`), and offer no path in its place.
"""

from collections.abc import Iterator, Sequence

from share.model import Command, CommandLine, Option, Takes

MADE = "# Made from the command line by `python -m share.make`; not to be edited."


def bash(line: CommandLine) -> str:
    """A file for bash-completion's folder, which also works when it is sourced."""
    names = [command.name for command in line.commands]
    values = "\n".join(
        f"        {command.name}:{name}) {_bash_values(option)} ;;"
        for command in line.commands
        for option in command.options
        if option.takes is not Takes.NOTHING
        for name in option.names
    )
    options = "\n".join(
        f"            {command.name}) options='{' '.join(_names(command.options))}' ;;"
        for command in line.commands
    )
    pathless = "|".join(command.name for command in line.commands if not command.paths)
    return f"""\
{MADE}

_desktail() {{
    local word=${{COMP_WORDS[COMP_CWORD]}} before=${{COMP_WORDS[COMP_CWORD-1]}}
    local command=live options=
    # bash parts words at = too: --since=3h is three.
    if [[ $word == '=' ]]; then
        word=
    elif [[ $before == '=' ]]; then
        before=${{COMP_WORDS[COMP_CWORD-2]}}
    fi
    if (( COMP_CWORD > 1 )); then
        case ${{COMP_WORDS[1]}} in
            {"|".join(names)}) command=${{COMP_WORDS[1]}} ;;
        esac
    fi
    COMPREPLY=()
    case $command:$before in
{values}
    esac
    if [[ $word == -* ]]; then
        case $command in
{options}
        esac
        (( COMP_CWORD > 1 )) || options+=' {" ".join(_names(line.options))}'
        _desktail_words "$options" "$word"
        return
    fi
    if (( COMP_CWORD == 1 )); then
        _desktail_words '{" ".join(names)}' "$word"
    fi
    case $command in
        {pathless}) return ;;
    esac
    _desktail_paths -f "$word"
}}

_desktail_words() {{
    mapfile -t COMPREPLY < <(compgen -W "$1" -- "$2" | sort -u)
}}

# Offers what is on the disk: files (-f) or folders (-d).
_desktail_paths() {{
    local found
    compopt -o filenames 2>/dev/null
    mapfile -t found < <(compgen "$1" -- "$2")
    COMPREPLY+=("${{found[@]}}")
}}

complete -F _desktail desktail
"""


def _bash_values(option: Option) -> str:
    match option.takes:
        case Takes.FILE:
            return '_desktail_paths -f "$word"; return'
        case Takes.FOLDER:
            return '_desktail_paths -d "$word"; return'
        case _:
            words = " ".join(option.offered)
            return f"_desktail_words '{words}' \"$word\"; return"


def _names(options: Sequence[Option]) -> list[str]:
    return [name for option in options for name in option.names]


def zsh(line: CommandLine) -> str:
    """A file for zsh's `site-functions`."""
    names = "\n".join(
        f"        {_zsh_quoted(f'{command.name}:{command.told}')}" for command in line.commands
    )
    cases = "\n".join(
        f"        {command.name})\n{_zsh_arguments(command)} ;;" for command in line.commands
    )
    more = " ".join(_zsh_option(option) for option in line.options if "--help" not in option.names)
    return f"""\
#compdef desktail
{MADE}

_desktail() {{
    local command=live
    local -a commands first
    commands=(
{names}
    )
    if (( CURRENT > 2 )) && (( ${{${{(@)commands%%:*}}[(Ie)$words[2]]}} )); then
        command=$words[2]
        shift words
        (( CURRENT-- ))
    elif (( CURRENT == 2 )); then
        first=({more})
        _describe -t commands command commands
    fi
    case $command in
{cases}
    esac
}}

if [[ $zsh_eval_context[-1] == loadautofunc ]]; then
    _desktail "$@"
else
    compdef _desktail desktail
fi
"""


def _zsh_arguments(command: Command) -> str:
    parts = [_zsh_option(option) for option in command.options]
    parts += ["'*:PATH:_files'"] if command.paths else []
    lines = ["            _arguments -s $first", *(f"                {part}" for part in parts)]
    return " \\\n".join(lines)


def _zsh_option(option: Option) -> str:
    told = option.told.replace("\\", "\\\\").replace("[", "\\[").replace("]", "\\]")
    told = told.replace(":", "\\:")
    behind = ""
    if option.takes is not Takes.NOTHING:
        action = {Takes.FILE: "_files", Takes.FOLDER: "_files -/"}.get(option.takes)
        offered = f"({' '.join(option.offered)})" if option.offered else ""
        behind = f":{option.placeholder}:{action or offered}"
    equals = "=" if behind else ""
    return " ".join(_zsh_quoted(f"{name}{equals}[{told}]{behind}") for name in option.names)


def _zsh_quoted(text: str) -> str:
    return "'" + text.replace("'", "'\\''") + "'"


def fish(line: CommandLine) -> str:
    """A file for fish's `vendor_completions.d`."""
    names = " ".join(command.name for command in line.commands)
    return f"""\
{MADE}

# Whether a command is the one that is named, or live where none is.
function __desktail_is
    set -l words (commandline -opc)
    set -l command live
    if set -q words[2]; and contains -- $words[2] {names}
        set command $words[2]
    end
    test $command = $argv[1]
end

function __desktail_is_first
    test (count (commandline -opc)) -eq 1
end

{chr(10).join(_fish_lines(line))}
"""


def _fish_lines(line: CommandLine) -> Iterator[str]:
    for command in line.commands:
        yield (
            f"complete -c desktail -n __desktail_is_first -a {command.name} "
            f"-d {_fish_quoted(command.told)}"
        )
    for option in line.options:
        yield _fish_option("__desktail_is_first", option)
    for command in line.commands:
        condition = f"__desktail_is {command.name}"
        if not command.paths:
            yield f"complete -c desktail -n '{condition}' -f"
        for option in command.options:
            yield _fish_option(condition, option)


def _fish_option(condition: str, option: Option) -> str:
    names = " ".join(
        f"-l {name[2:]}" if name.startswith("--") else f"-s {name[1:]}" for name in option.names
    )
    takes = {
        Takes.NOTHING: "",
        Takes.WORD: f" -x -a {_fish_quoted(' '.join(option.offered))}" if option.offered else " -x",
        Takes.FILE: " -r -F",
        Takes.FOLDER: " -x -a '(__fish_complete_directories)'",
    }[option.takes]
    return f"complete -c desktail -n '{condition}' {names}{takes} -d {_fish_quoted(option.told)}"


def _fish_quoted(text: str) -> str:
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"
