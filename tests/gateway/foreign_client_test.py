#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""A WebSocket client that is not ours against astro-sim: what both of ours got wrong together would show here.

Usage: foreign_client_test.py ASTRO_SIM [unittest's arguments]
"""

import asyncio
import json
import os
import ssl
import sys
import tempfile
import unittest
import urllib.parse

import websockets

TOKEN = "tok3n-that-must-not-leak"
ROOM = "64aa000000000000000000ff"
PATIENCE = 20  # seconds, for what takes milliseconds unless the machine is very busy

astro_sim = None  # the program


async def within_patience(what):
    return await asyncio.wait_for(what, PATIENCE)


class Gateway:
    """An astro-sim with TLS that knows one token."""

    async def __aenter__(self):
        self.folder = tempfile.TemporaryDirectory()
        ca_file = os.path.join(self.folder.name, "ca.pem")
        self.printed = []
        self.process = await asyncio.create_subprocess_exec(
            astro_sim, "--tls", "--ca-out", ca_file, "--token", "apikey:" + TOKEN, "--room", ROOM,
            stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE)
        self.url = (await self.wait_for("listening"))["url"]
        self.trust = ssl.create_default_context(cafile=ca_file)
        return self

    async def __aexit__(self, *_):
        self.command("quit")
        self.printed.append((await within_patience(self.process.stdout.read())).decode())
        status = await within_patience(self.process.wait())
        self.folder.cleanup()
        assert status == 0, f"astro-sim ended with {status}"
        assert TOKEN not in "".join(self.printed), "astro-sim printed the token"

    def command(self, line):
        self.process.stdin.write((line + "\n").encode())

    async def wait_for(self, event):
        """The next printed line of this event; those before it are let go."""
        while True:
            line = (await within_patience(self.process.stdout.readline())).decode()
            assert line, f"astro-sim ended before it told of {event}"
            self.printed.append(line)
            told = json.loads(line)
            if told["event"] == event:
                return told

    async def order(self, line):
        """A command that has to hold before what comes next."""
        self.command(line)
        while (await self.wait_for("command"))["line"] != line:
            pass

    def connect(self, reconnect_token=None):
        query = "/?reconnect_token=" + urllib.parse.quote(reconnect_token, safe="") if reconnect_token else ""
        return websockets.connect(self.url + query, ssl=self.trust)


async def receive(socket):
    return json.loads(await within_patience(socket.recv()))


async def ask(socket, kind="subscribe", **data):
    """Sends a request. Returns the answer."""
    data = {"topic": "channel.activities", "token": TOKEN, "token_type": "apikey", **data}
    await socket.send(json.dumps({"type": kind, "nonce": "n-" + kind, "data": data}))
    return await receive(socket)


class ForeignClient(unittest.IsolatedAsyncioTestCase):
    async def test_is_welcomed_first(self):
        async with Gateway() as gateway, gateway.connect() as socket:
            welcome = await receive(socket)
            self.assertEqual(welcome["type"], "welcome")
            self.assertTrue(welcome["data"]["client_id"])
            self.assertTrue(welcome["data"]["message"])

    async def test_subscribes_and_is_notified(self):
        async with Gateway() as gateway, gateway.connect() as socket:
            await receive(socket)
            answer = await ask(socket)
            self.assertEqual(answer["type"], "response")
            self.assertEqual(answer["nonce"], "n-subscribe")
            self.assertNotIn("error", answer)
            self.assertEqual(answer["data"]["topic"], "channel.activities")
            self.assertEqual(answer["data"]["room"], ROOM)

            gateway.command("follow Ada")
            event = await receive(socket)
            self.assertEqual((event["type"], event["topic"], event["room"]), ("message", "channel.activities", ROOM))
            self.assertEqual((event["data"]["type"], event["data"]["data"]["username"]), ("follow", "Ada"))
            self.assertTrue(event["id"] and event["ts"] and event["data"]["_id"])

    async def test_gets_nothing_more_after_it_unsubscribed(self):
        async with Gateway() as gateway, gateway.connect() as socket:
            await receive(socket)
            await ask(socket)
            self.assertNotIn("error", await ask(socket, topic="channel.tips"))
            self.assertNotIn("error", await ask(socket, "unsubscribe"))
            gateway.command("follow Ada")
            gateway.command("tip Ben 5 EUR")
            self.assertEqual((await receive(socket))["topic"], "channel.tips")

    async def test_is_refused_with_the_error_that_fits(self):
        async with Gateway() as gateway, gateway.connect() as socket:
            await receive(socket)
            cases = [
                ({"token": "wrong"}, "err_unauthorized"),
                ({"token_type": "jwt"}, "err_unauthorized"),
                ({"token_type": "magic"}, "err_bad_request"),
                ({"topic": ""}, "err_bad_request"),
                ({"kind": "sing"}, "invalid_message_type"),
            ]
            for request, error in cases:
                with self.subTest(request=request):
                    answer = await ask(socket, **request)
                    self.assertEqual((answer["type"], answer["error"]), ("response", error))
            await socket.send("no JSON")
            self.assertEqual((await receive(socket))["error"], "invalid_message")
            self.assertNotIn("error", await ask(socket), "the right one still works")
            self.assertIn("already subscribed", (await ask(socket))["data"]["message"])

    async def test_is_told_when_it_asks_too_much(self):
        async with Gateway() as gateway, gateway.connect() as socket:
            await receive(socket)
            answers = [await ask(socket) for _ in range(101)]
            self.assertNotIn("rate_limit_exceeded", [answer.get("error") for answer in answers[:100]])
            self.assertEqual(answers[100]["error"], "rate_limit_exceeded")
            self.assertNotIn("nonce", answers[100])

    async def test_moves_to_another_connection_with_its_subscriptions(self):
        async with Gateway() as gateway, gateway.connect() as old:
            await receive(old)
            await ask(old)
            gateway.command("reconnect")
            moving = await receive(old)
            self.assertEqual(moving["type"], "reconnect")
            token = moving["data"]["reconnect_token"]

            async with gateway.connect(token) as new:
                self.assertEqual((await receive(new))["type"], "welcome")
                await old.close()
                await gateway.wait_for("closed")
                gateway.command("follow Ada")
                self.assertEqual((await receive(new))["data"]["data"]["username"], "Ada")
                self.assertIn("already subscribed", (await ask(new))["data"]["message"])

            async with gateway.connect(token) as again:
                with self.assertRaises(websockets.exceptions.ConnectionClosed) as closed:
                    await receive(again)
                self.assertEqual(closed.exception.rcvd.code, 1008, "a reconnect token is good for one use")

    async def test_is_closed_with_the_code_that_was_ordered(self):
        async with Gateway() as gateway, gateway.connect() as socket:
            await receive(socket)
            gateway.command("close 1012")
            with self.assertRaises(websockets.exceptions.ConnectionClosed) as closed:
                await receive(socket)
            self.assertEqual(closed.exception.rcvd.code, 1012)

    async def test_is_refused_at_the_upgrade(self):
        async with Gateway() as gateway:
            await gateway.order("refuse-upgrade 429 2")
            with self.assertRaisesRegex(websockets.exceptions.InvalidHandshake, "429"):
                await within_patience(gateway.connect())
            async with gateway.connect() as socket:
                self.assertEqual((await receive(socket))["type"], "welcome")

    async def test_does_not_trust_a_stranger(self):
        async with Gateway() as gateway:
            with self.assertRaises(ssl.SSLCertVerificationError):
                await within_patience(websockets.connect(gateway.url, ssl=ssl.create_default_context()))


if __name__ == "__main__":
    astro_sim = sys.argv.pop(1)
    unittest.main()
