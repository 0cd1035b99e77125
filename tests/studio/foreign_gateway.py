#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""A gateway that is not ours, as little of one as there can be: any WebSocket server that sends the frames will do.

Usage: foreign_gateway.py [--silent]

Listens on a free port of 127.0.0.1 and prints "listening ws://127.0.0.1:PORT"; then "asked TOPIC" for each subscribe.
Each line on standard input names a file: its text goes as one frame to all who are connected. Every subscribe is
answered with success, except with --silent: then nothing is sent but those frames. Ends with its input.
"""

import asyncio
import json
import sys

import websockets

silent = "--silent" in sys.argv[1:]
clients = set()


def tell(line):
    print(line, flush=True)


async def serve(socket, *_):
    """Python 3's websockets before version 10.1 hand a path over, too."""
    clients.add(socket)
    try:
        async for frame in socket:
            request = json.loads(frame)
            if request["type"] != "subscribe":
                continue
            topic = request["data"]["topic"]
            if not silent:
                await socket.send(json.dumps({
                    "type": "response", "nonce": request["nonce"],
                    "data": {"message": "successfully subscribed to topic", "topic": topic}}))
            tell("asked " + topic)
    except websockets.exceptions.ConnectionClosed:
        pass
    finally:
        clients.discard(socket)


async def send_files():
    loop = asyncio.get_running_loop()
    lines = asyncio.StreamReader()
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(lines), sys.stdin)
    while line := (await lines.readline()).decode().rstrip("\n"):
        with open(line, encoding="utf-8") as file:
            frame = file.read()
        for socket in list(clients):
            await socket.send(frame)


async def main():
    async with websockets.serve(serve, "127.0.0.1", 0) as server:
        host, port = list(server.sockets)[0].getsockname()[:2]
        tell(f"listening ws://{host}:{port}")
        await send_files()


asyncio.run(main())
