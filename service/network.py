"""The addresses under which other machines reach this one."""

import fcntl
import socket
import struct
from contextlib import suppress

SIOCGIFADDR = 0x8915
"""Linux: the IPv4 address of an interface (netdevice(7))."""
_REQUEST = struct.Struct("16s16x8x")
_AT, _BYTES = 20, 4
"""Where the answer holds the address: after the name, the family and the port."""


def own_addresses() -> tuple[str, ...]:
    """Return the IP addresses of this machine: of its interfaces, and those its name resolves to.

    The name alone is not enough: many systems resolve it to a loopback address.
    """
    found = set(_resolved())
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asking:
        for _, name in socket.if_nameindex():
            with suppress(OSError):  # an interface without an IPv4 address
                request = _REQUEST.pack(name.encode())
                answer = fcntl.ioctl(asking.fileno(), SIOCGIFADDR, request)
                found.add(socket.inet_ntoa(answer[_AT : _AT + _BYTES]))
    return tuple(sorted(found))


def _resolved() -> list[str]:
    try:
        found = socket.getaddrinfo(socket.gethostname(), None, type=socket.SOCK_STREAM)
    except OSError:
        return []
    return [str(one[4][0]).partition("%")[0] for one in found]
