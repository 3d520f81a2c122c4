"""Keys for hands that are used to another program: for each name of a binding other keys."""

from collections.abc import Mapping

PRESETS: Mapping[str, Mapping[str, str]] = {
    "default": {},
    "less": {
        "list.pagedown": "space,pagedown,ctrl+v",
        "list.pageup": "b,pageup",
        "list.halfdown": "d,ctrl+d",
        "list.halfup": "u,ctrl+u",
        "list.first": "g,home,less_than_sign",
        "list.last": "G,end,greater_than_sign",
        "follow": "F",
        "fleet": "C",
        "freeze": "w",
        "filter": "ampersand,backslash",
        "help": "h,question_mark,f1",
        "list.left": "left,left_parenthesis",
        "list.right": "right,l,right_parenthesis",
        "column.previous": "left",
        "json.fold": "left",
        "sizes": "B",
        "columns.toggle": "x",
        "mark.next": "i",
        "mark.previous": "I",
    },
    "k9s": {
        "list.pagedown": "pagedown,ctrl+f",
        "list.pageup": "pageup,ctrl+b",
        "filter": "slash,backslash",
        "filter.off": "ctrl+x",
        "search": "ampersand",
        "json": "d,v",
    },
}
