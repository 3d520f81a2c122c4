"""What of the command line is about a fleet: how an engine lets one in, and its streams."""

import argparse

from tui.command_line.arguments import address, age, amount, host, moment, path, replicas
from tui.words.when import ACCEPTED, SPANS

ACCESS = (
    ("--creds", "nats.creds", "with these credentials of a NATS user (JWT and seed)"),
    ("--nkey", "nats.nkey", "with the seed of this nkey of a NATS user"),
    ("--tls-ca", "nats.tls_ca", "the CA of the engine's certificate, if this host knows it not"),
    ("--tls-cert", "nats.tls_cert", "a certificate of this client, in PEM"),
    ("--tls-key", "nats.tls_key", "its key, if it is in a file of its own"),
)


def add_access(command: argparse.ArgumentParser) -> None:
    """How an engine lets one in: files, which hold before the environment and the settings.

    `tui.command_line.arguments.access_of` reads them.
    """
    command.set_defaults(settings=[])
    group = command.add_argument_group("of a nats:// address")
    for option, setting, told in ACCESS:
        group.add_argument(
            option,
            dest="settings",
            action="append",
            type=_Setting(option, setting),
            metavar="FILE",
            help=told,
        )


class _Setting:
    """A setting that is given as an option of its own."""

    def __init__(self, option: str, name: str) -> None:
        self._option, self._name = option, name

    def __call__(self, text: str) -> tuple[str, str, str]:
        if not text:
            raise argparse.ArgumentTypeError("a path must not be empty")
        return self._option, self._name, text


def fill_ship(ship: argparse.ArgumentParser) -> None:
    """What is shipped, and to where."""
    ship.add_argument(
        "--to",
        required=True,
        dest="address",
        type=address,
        metavar="nats://HOST[:PORT],…[/STREAM]",
        help="to this stream of this engine",
    )
    ship.add_argument(
        "--host", type=host, metavar="NAME", help="as this host (default: what it is called)"
    )
    ship.set_defaults(all_lines=False)
    lines = ship.add_mutually_exclusive_group()
    lines.add_argument(
        "--desktop-only",
        action="store_false",
        dest="all_lines",
        help="of other events the numbers only (the default)",
    )
    lines.add_argument("--all-lines", action="store_true", help="other events, too")
    ship.add_argument(
        "--since",
        type=moment,
        metavar="TIME",
        help=f"of a folder or link, the files since then: {ACCEPTED} (default: all)",
    )
    ship.add_argument("--once", action="store_true", help="what is there, and end")
    ship.add_argument("--wait", action="store_true", help="wait for a PATH that is not there yet")
    add_access(ship)
    ship.add_argument("paths", nargs="+", type=path, metavar="PATH")


def fill_nats(nats: argparse.ArgumentParser) -> None:
    """What the streams of a fleet are to be, and a key for who uses them."""
    nats.add_argument(
        "what",
        choices=("init", "key"),
        help="init: make or check both streams at nats://HOST[:PORT],…[/STREAM]; "
        "key: have a user's seed in FILE, made if it is not there, and print its public key",
    )
    nats.add_argument("--check", action="store_true", help="only tell; status 1 if it is not so")
    nats.add_argument(
        "--replicas",
        type=replicas,
        metavar="N",
        help="on how many servers each line is kept (default: 3 in a cluster, else 1)",
    )
    nats.add_argument(
        "--max-age",
        type=age,
        metavar="LENGTH",
        help=f"for how long lines are kept: {SPANS}, or all (default: 30d)",
    )
    nats.add_argument(
        "--max-size",
        type=amount,
        metavar="SIZE",
        help="how much is kept, the oldest going first: 500GiB, or all (default: all)",
    )
    nats.add_argument("--storage", choices=("file", "memory"), help="default: file")
    nats.add_argument(
        "--duplicate-window",
        type=age,
        metavar="LENGTH",
        help="for how long what is sent again is known again (default: 10m)",
    )
    add_access(nats)
    nats.add_argument("target", metavar="ADDRESS|FILE")
