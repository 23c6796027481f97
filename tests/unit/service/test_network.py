"""The addresses of this machine are those at which it can be reached."""

import ipaddress
import socket

from service.network import own_addresses


def test_every_address_is_one_to_listen_at() -> None:
    found = own_addresses()
    assert "127.0.0.1" in found
    for one in found:
        family = socket.AF_INET6 if ipaddress.ip_address(one).version == 6 else socket.AF_INET
        with socket.socket(family) as probe:
            probe.bind((one, 0))
