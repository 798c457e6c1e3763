"""The relay that Guftagu ships starts as it is, serves whom Guftagu sends, and reaches into no network."""

from __future__ import annotations

import ipaddress
import re
import socket
import ssl
import subprocess
import warnings
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml  # type: ignore[import-untyped]

from app.calls.providers.mesh import ice_servers
from app.config import activate
from tests.conftest import make_settings

from .coturn import LOOPBACK, SECRET, SHIPPED, Coturn, coturn_server
from .processes import HOST, PATIENCE, ROOT, is_open
from .turn import TurnClient, credentials

FORBIDDEN, UNAUTHORIZED = 403, 401
PUBLIC = {4: "8.8.8.8", 6: "2606:4700::1111"}
# One out of each: this network, private, providers', this machine, link-local, documentation, multicast, reserved.
SPECIAL = """0.0.0.1 10.0.0.1 100.64.0.1 127.0.0.1 169.254.169.254 172.16.0.1 172.31.255.254 192.0.0.8 192.0.2.1
192.88.99.1 192.168.1.1 198.18.0.1 198.51.100.1 203.0.113.1 224.0.0.1 240.0.0.1 255.255.255.255""".split()
# ... and in IPv6: none, this machine, IPv4 in four disguises, NAT64 twice, Teredo, documentation, private, link-local.
SPECIAL_6 = """:: ::1 ::10.0.0.1 ::ffff:10.0.0.1 ::ffff:127.0.0.1 ::ffff:0:10.0.0.1 64:ff9b::10.0.0.1
64:ff9b:1::10.0.0.1 100::1 2001::1 2001:db8::1 2002:a00:1::1 3fff::1 5f00::1 fc00::1 fd00::1 fe80::1 fec0::1
ff02::1""".split()

# coturn denies it by itself, see the test of special addresses.
UNSPECIFIED = ipaddress.ip_network("::/128")


@pytest.fixture(scope="module")
def relay() -> Iterator[Coturn]:
    """The shipped file as it is, on both families; only where it listens is the tests' own."""
    with coturn_server(addresses=(HOST, "::1")) as server:
        yield server


def test_it_begins_when_it_is_heard_on_udp(tmp_path: Path) -> None:
    """Whoever speaks to it before that is refused."""
    server = Coturn(tmp_path, "--no-udp")
    try:
        server.process.start(lambda: is_open(server.port) and is_open(server.tls_port))
        assert not server.is_ready()
    finally:
        server.kill()


def test_coturn_understands_every_line(relay: Coturn) -> None:
    assert "Bad configuration format" not in relay.logs()
    assert "CONFIG ERROR" not in relay.logs()
    denied = re.findall(r"^denied-peer-ip=(.+)$", SHIPPED.read_text(), re.M)
    assert re.findall(r"Black listing: (.+)$", relay.logs(), re.M) == denied


@pytest.mark.parametrize(("host", "peers"), [(HOST, SPECIAL), ("::1", SPECIAL_6)])
def test_special_addresses_are_denied(relay: Coturn, host: str, peers: list[str]) -> None:
    with TurnClient((host, relay.port), *credentials(SECRET, "asha")) as client:
        assert client.allocate() == 0
        assert client.permit(PUBLIC[6 if ":" in host else 4]) == 0
        assert {peer: client.permit(peer) for peer in peers} == dict.fromkeys(peers, FORBIDDEN)


def test_every_address_that_is_not_global_is_denied() -> None:
    """Python's list of special networks is not ours: whatever it knows must be in the file."""
    text = SHIPPED.read_text()
    ranges = [line.split("-") for line in re.findall(r"^denied-peer-ip=(.+)$", text, re.M)]
    denied = [(ipaddress.ip_address(first), ipaddress.ip_address(last)) for first, last in ranges]
    for family in (ipaddress._IPv4Constants, ipaddress._IPv6Constants):  # type: ignore[attr-defined]
        for network in {*family._private_networks, family._multicast_network} - {UNSPECIFIED}:
            held = [(a, b) for a, b in denied if a.version == network.version]
            assert any(a <= network[0] and network[-1] <= b for a, b in held), network


def test_only_who_was_sent_is_served(relay: Coturn) -> None:
    address = (HOST, relay.port)
    with TurnClient(address, *credentials("another secret of some length", "asha")) as stranger:
        assert stranger.allocate() == UNAUTHORIZED
    with TurnClient(address, *credentials(SECRET, "asha", lifetime=-60)) as late:
        assert late.allocate() == UNAUTHORIZED
    with TurnClient(address, *credentials("", "asha")) as empty:
        assert empty.allocate() == UNAUTHORIZED


def test_the_credentials_of_guftagu_are_good(relay: Coturn, tmp_path: Path) -> None:
    activate(make_settings(tmp_path, turn_urls=tuple(relay.turn_urls), turn_secret=SECRET))
    [server] = ice_servers("a-participant")
    with TurnClient((HOST, relay.port), server["username"], server["credential"]) as client:
        assert client.allocate() == 0


def test_tls_is_of_today(relay: Coturn) -> None:
    assert _speak(relay, ssl.TLSVersion.TLSv1_2) == "TLSv1.2"
    with pytest.raises(OSError, match=r"handshake|version|timed out"):
        _speak(relay, ssl.TLSVersion.TLSv1_1, patience=3)


def test_the_tests_own_relay_reaches_this_machine_and_nothing_else() -> None:
    with (
        coturn_server(*LOOPBACK) as relay,
        TurnClient((HOST, relay.port), *credentials(SECRET, "asha")) as client,
    ):
        assert client.allocate() == 0
        assert client.permit(HOST) == 0
        assert client.permit("10.0.0.1") == FORBIDDEN


class TestCompose:
    """What compose.yaml runs: the shipped file, and never without a secret."""

    turn = yaml.safe_load((ROOT / "compose.yaml").read_text())["services"]["turn"]

    def run(self, tmp_path: Path, **env: str) -> subprocess.CompletedProcess[str]:
        program = tmp_path / "turnserver"
        program.write_text('#!/bin/sh\nprintf "%s\\n" "$@"\n')
        program.chmod(0o755)
        command = [part.replace("$$", "$") for part in self.turn["entrypoint"]]
        env = {"PATH": f"{tmp_path}:/usr/bin:/bin", **env}
        return subprocess.run(command, env=env, capture_output=True, text=True)

    def test_it_runs_the_shipped_file(self, tmp_path: Path) -> None:
        [mount] = [each for each in self.turn["volumes"] if "turnserver.conf" in each]
        source, target, mode = mount.split(":")
        assert (ROOT / source).samefile(SHIPPED)
        assert mode == "ro"
        said = self.run(tmp_path, TURN_SECRET="s" * 48, TURN_REALM="talk", TURN_EXTERNAL_IP="").stdout.split("\n")
        assert said[:-1] == ["-c", target, f"--static-auth-secret={'s' * 48}", "--realm=talk"]

    def test_behind_nat_it_is_told_its_address(self, tmp_path: Path) -> None:
        said = self.run(tmp_path, TURN_SECRET="s" * 48, TURN_REALM="talk", TURN_EXTERNAL_IP="198.51.100.7").stdout
        assert "--external-ip=198.51.100.7" in said.split("\n")

    def test_without_a_secret_it_does_not_start(self, tmp_path: Path) -> None:
        done = self.run(tmp_path, TURN_SECRET="", TURN_REALM="talk")
        assert done.returncode != 0
        assert "TURN_SECRET" in done.stderr


def _speak(relay: Coturn, version: ssl.TLSVersion, patience: float = PATIENCE) -> str | None:
    """Shake hands in that version of TLS; OSError where the relay will not, or says nothing."""
    context = ssl.create_default_context(cafile=str(relay.certificate))
    context.set_ciphers("ALL:@SECLEVEL=0")
    with warnings.catch_warnings(action="ignore", category=DeprecationWarning):
        context.minimum_version = context.maximum_version = version
    with (
        socket.create_connection((HOST, relay.tls_port), patience) as line,
        context.wrap_socket(line, server_hostname="localhost") as shaken,
    ):
        return shaken.version()
