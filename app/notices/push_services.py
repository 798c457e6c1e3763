"""Talking to push services, and to nobody else: the address comes from a browser, so it is checked at every use."""

from __future__ import annotations

import ipaddress
import socket
from urllib.parse import SplitResult, urlsplit

import urllib3
from requests.utils import DEFAULT_CA_BUNDLE_PATH

from ..config import settings

TIMEOUT = urllib3.Timeout(connect=3, read=3)
LONGEST = 1000
NAT64 = ipaddress.ip_network("64:ff9b::/96")
Address = ipaddress.IPv4Address | ipaddress.IPv6Address


class Unreachable(Exception):
    """The push service could not be asked, or may not be."""


def is_push_service(endpoint: str) -> bool:
    """Whether `endpoint` is at one of PUSH_SERVICES, over TLS; where those name an origin, at just that one."""
    parts = _parts(endpoint)
    if parts is None:
        return False
    if origin_of(endpoint) in settings().push_services:
        return True
    host = parts.hostname or ""
    named = any(
        host == name or (name.startswith("*.") and host.endswith(name[1:])) for name in settings().push_services
    )
    return named and parts.scheme == "https" and parts.port in (None, 443)


def origin_of(endpoint: str) -> str:
    parts = urlsplit(endpoint)
    return f"{parts.scheme}://{parts.netloc}"


def post(endpoint: str, headers: dict[str, str], body: bytes) -> int:
    """The status that the push service answers; no redirect is followed and no proxy of the environment used.

    Raises Unreachable.
    """
    parts = _parts(endpoint)
    if parts is None or not is_push_service(endpoint):
        raise Unreachable("not a push service")
    try:
        with _line_to(parts) as line:
            path = parts.path + (f"?{parts.query}" if parts.query else "")
            answer = line.urlopen(
                "POST", path, body, headers | {"Host": parts.netloc}, redirect=False, preload_content=False
            )
            answer.close()
            return int(answer.status)
    except (urllib3.exceptions.HTTPError, OSError) as error:
        raise Unreachable(error.__class__.__name__) from error


def _line_to(parts: SplitResult) -> urllib3.HTTPConnectionPool:
    host, is_plain = parts.hostname or "", parts.scheme == "http"
    is_trusted = origin_of(parts.geturl()) in settings().push_services
    address = _address_of(host, parts.port or (80 if is_plain else 443), is_trusted)
    if is_plain:
        return urllib3.HTTPConnectionPool(address, parts.port or 80, timeout=TIMEOUT, retries=False)
    return urllib3.HTTPSConnectionPool(
        address,
        parts.port or 443,
        timeout=TIMEOUT,
        retries=False,
        server_hostname=host,
        assert_hostname=host,
        cert_reqs="CERT_REQUIRED",
        ca_certs=DEFAULT_CA_BUNDLE_PATH,
    )


def _address_of(host: str, port: int, is_trusted: bool) -> str:
    """Resolved once; what is connected to is what was looked at. Every address must be public."""
    found = [str(each[4][0]) for each in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    if not found or (not is_trusted and not all(_is_public(each) for each in found)):
        raise Unreachable("not a public address")
    return found[0]


def _is_public(text: str) -> bool:
    address = ipaddress.ip_address(text.partition("%")[0])
    return all(each.is_global and not each.is_multicast for each in (address, *_inside(address)))


def _inside(address: Address) -> list[Address]:
    """The IPv4 addresses that hide in an IPv6 one."""
    if isinstance(address, ipaddress.IPv4Address):
        return []
    hidden: list[Address | None] = [address.ipv4_mapped, address.sixtofour, *(address.teredo or ())]
    if address in NAT64:
        hidden.append(ipaddress.IPv4Address(int(address) & 0xFFFFFFFF))
    return [each for each in hidden if each is not None]


def _parts(endpoint: str) -> SplitResult | None:
    try:
        parts = urlsplit(endpoint)
        is_usable = parts.port != 0 and bool(parts.hostname) and parts.scheme in ("https", "http")
    except ValueError:
        return None
    is_plain = endpoint.isascii() and endpoint.isprintable() and " " not in endpoint and "\\" not in endpoint
    return parts if is_usable and is_plain and len(endpoint) <= LONGEST and "@" not in parts.netloc else None
