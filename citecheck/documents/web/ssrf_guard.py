"""Connections only to addresses that were checked. Imported when a page is fetched."""

from __future__ import annotations

import ipaddress
import socket
from typing import Any

from requests import Session
from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool

# IPv6 addresses that carry an IPv4 address in their last 32 bits, to which a gateway or an old stack
# forwards: NAT64 (RFC 6052), IPv4-compatible (RFC 4291, 2.5.5.1), IPv4-translated (RFC 2765), ISATAP.
_CARRIERS = tuple(ipaddress.IPv6Network(network) for network in ("64:ff9b::/96", "::/96", "::ffff:0:0:0/96"))
# Networks that Python's table of global addresses does not know as private: NAT64 of one's own (RFC
# 8215), site-local addresses (RFC 3879).
_OURS = tuple(ipaddress.IPv6Network(network) for network in ("64:ff9b:1::/48", "fec0::/10"))
_HEADERS = {
    # Some publishers refuse clients that do not name a browser.
    "User-Agent": "Mozilla/5.0 (compatible; citecheck)",
    "Accept": "text/html,application/xhtml+xml,application/pdf;q=0.9,text/plain;q=0.9,*/*;q=0.5",
    # A compressed response could unpack to more than the size limit before it is checked.
    "Accept-Encoding": "identity",
}


class PrivateAddressError(Exception):
    """A host is in a private network."""


def is_public(address: str) -> bool:
    """Whether an IP address lies in the public internet, and so does every address wrapped in it."""
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        wrapped = ip.ipv4_mapped or ip.sixtofour or (ip.teredo and ip.teredo[1])
        if any(ip in network for network in _OURS):
            return False
        if any(ip in network for network in _CARRIERS) or _is_isatap(ip):
            wrapped = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
        if wrapped and not is_public(str(wrapped)):
            return False
    return ip.is_global and not ip.is_multicast


def _is_isatap(ip: ipaddress.IPv6Address) -> bool:
    """Whether the interface's part is 0:5efe or 200:5efe and an IPv4 address (RFC 5214, 6.1)."""
    return (int(ip) >> 32) & 0xFDFFFFFF == 0x00005EFE


def _connect(host: str, port: int, timeout: float | None) -> socket.socket:
    """A socket to the first public address of the host that answers."""
    fault: OSError | None = None
    refused = None
    for family, kind, protocol, _, address in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM):
        if not is_public(str(address[0])):
            refused = str(address[0])
            continue
        connection = socket.socket(family, kind, protocol)
        try:
            connection.settimeout(timeout)
            connection.connect(address)
        except OSError as problem:
            connection.close()
            fault = problem
        else:
            return connection
    if fault:
        raise fault
    if refused:
        raise PrivateAddressError(f"{host} is in a private network ({refused})")
    raise OSError(f"{host} has no address")


class _CheckedHTTPConnection(HTTPConnection):
    def _new_conn(self) -> socket.socket:
        return _connect(self.host, self.port, _seconds(self.timeout))


class _CheckedHTTPSConnection(HTTPSConnection):
    def _new_conn(self) -> socket.socket:
        return _connect(self.host, self.port, _seconds(self.timeout))


class _CheckedHTTPPool(HTTPConnectionPool):
    ConnectionCls = _CheckedHTTPConnection


class _CheckedHTTPSPool(HTTPSConnectionPool):
    ConnectionCls = _CheckedHTTPSConnection


def _seconds(timeout: object) -> float | None:
    return float(timeout) if isinstance(timeout, int | float) else None


class _CheckedAdapter(HTTPAdapter):
    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        super().init_poolmanager(*args, **kwargs)
        self.poolmanager.pool_classes_by_scheme = {"http": _CheckedHTTPPool, "https": _CheckedHTTPSPool}


def checked_session(allow_private: bool) -> Session:
    """Return a session without the machine's proxy settings that refuses private addresses unless allowed."""
    session = Session()
    session.trust_env = False
    session.headers.update(_HEADERS)
    if not allow_private:
        session.mount("http://", _CheckedAdapter())
        session.mount("https://", _CheckedAdapter())
    return session
