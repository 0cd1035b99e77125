#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""A WebSocket client that is not ours against astro-sim: what both of ours got wrong together would show here. Besides,
astro-sim's own command line.

Usage: foreign_client_test.py ASTRO_SIM [unittest's arguments]
"""

import asyncio
import json
import os
import re
import signal
import ssl
import subprocess
import sys
import tempfile
import time
import unittest
import urllib.parse

import websockets

TOKEN = "tok3n-that-must-not-leak"
ROOM = "64aa000000000000000000ff"
PATIENCE = 20  # seconds, for what takes milliseconds unless the machine is very busy

astro_sim = None  # the program
help_text = None  # what it says of itself


async def within_patience(what):
    return await asyncio.wait_for(what, PATIENCE)


def run_to_its_end(*arguments):
    return subprocess.run([astro_sim, *arguments], stdin=subprocess.DEVNULL, capture_output=True, text=True,
                          timeout=PATIENCE, check=False)


def described(told):
    """Whether --help tells of this printed line: its event, and each of its members."""
    members = set(told) - {"event"}
    return any(line.split()[:1] == [told["event"]] and members <= set(re.findall(r"\w+", line))
               for line in help_text.splitlines())


class Gateway:
    """An astro-sim with TLS that knows one token, and what else it is told by options."""

    def __init__(self, *options):
        self.options = options

    async def __aenter__(self):
        self.folder = tempfile.TemporaryDirectory()
        ca_file = os.path.join(self.folder.name, "ca.pem")
        self.printed = []
        self.process = await asyncio.create_subprocess_exec(
            astro_sim, "--tls", "--ca-out", ca_file, "--token", "apikey:" + TOKEN, "--room", ROOM,
            *self.options, stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE)
        self.url = (await self.wait_for("listening"))["url"]
        self.trust = ssl.create_default_context(cafile=ca_file)
        return self

    async def __aexit__(self, *_):
        if self.process.returncode is None:
            self.command("quit")
        await self.ended()
        self.folder.cleanup()
        assert TOKEN not in "".join(self.printed), "astro-sim printed the token"
        for line in self.printed:
            assert described(json.loads(line)), "--help does not tell of " + line

    async def ended(self):
        """Waits for its end, and looks that it is a good one."""
        while line := (await within_patience(self.process.stdout.readline())).decode():
            self.printed.append(line)
        status = await within_patience(self.process.wait())
        assert status == 0, f"astro-sim ended with {status}"

    def file(self, content):
        """A file that is there as long as the gateway."""
        path = os.path.join(self.folder.name, f"file-{len(os.listdir(self.folder.name))}")
        with open(path, "w", encoding="utf-8") as file:
            file.write(content)
        return path

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

    def connect(self, reconnect_token=None, **options):
        query = "/?reconnect_token=" + urllib.parse.quote(reconnect_token, safe="") if reconnect_token else ""
        return websockets.connect(self.url + query, ssl=self.trust, **options)


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

    async def test_gets_a_burst_in_order_each_a_happening_of_its_own(self):
        async with Gateway() as gateway, gateway.connect() as socket:
            await receive(socket)
            await ask(socket)
            gateway.command("burst 3 follow viewer-{n}")
            told = await gateway.wait_for("burst")
            self.assertEqual((told["frames"], told["receivers"], told["what"]), (3, 1, "follow"))
            frames = [await receive(socket) for _ in range(3)]
            names = [frame["data"]["data"]["username"] for frame in frames]
            self.assertEqual(names, ["viewer-0", "viewer-1", "viewer-2"])
            self.assertEqual(len({frame["data"]["_id"] for frame in frames}), 3)

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

    async def test_is_closed_when_it_sends_no_pong_in_time_even_if_it_is_never_asked(self):
        async with Gateway("--ping-ms", "0", "--pong-timeout-ms", "300") as gateway:
            begin = time.monotonic()
            async with gateway.connect() as socket:
                await receive(socket)
                with self.assertRaises(websockets.exceptions.ConnectionClosed) as closed:
                    await receive(socket)
                self.assertEqual(closed.exception.rcvd.code, 1008)
                self.assertGreaterEqual(time.monotonic() - begin, 0.3)

    async def test_stays_as_long_as_its_pongs_come(self):
        async with Gateway("--ping-ms", "100", "--pong-timeout-ms", "2000") as gateway, gateway.connect() as socket:
            await receive(socket)
            for _ in range(30):  # 3 s
                await gateway.wait_for("pong")
            self.assertNotIn("error", await ask(socket))

    async def test_hears_nothing_at_all_from_a_mute_gateway(self):
        async with Gateway("--ping-ms", "50", "--pong-timeout-ms", "500") as gateway:
            async with gateway.connect(close_timeout=1) as socket:
                await receive(socket)
                await ask(socket)
                await gateway.order("mute on")
                gateway.command("follow Ada")
                pong = await socket.ping()
                with self.assertRaises(asyncio.TimeoutError):
                    await asyncio.wait_for(asyncio.shield(pong), 1.5)
                await gateway.order("mute off")
                await within_patience(await socket.ping())
                gateway.command("follow Ben")
                self.assertEqual((await receive(socket))["data"]["data"]["username"], "Ben")
                await gateway.order("mute on")
            self.assertEqual(socket.close_code, 1006, "its close was not answered")

    async def test_gets_a_frame_as_it_stands_in_a_file(self):
        async with Gateway() as gateway, gateway.connect() as socket:
            await receive(socket)
            frame = '{"type": "news",\n "text": "ü"}\n'
            gateway.command(json.dumps({"frame_file": gateway.file(frame)}))
            self.assertEqual(await within_patience(socket.recv()), frame)
            gateway.command(json.dumps({"frame_file": gateway.file("") + "-that-is-not-there"}))
            self.assertIn("that-is-not-there", (await gateway.wait_for("error"))["message"])

    async def test_is_told_when_it_asks_faster_than_a_strict_gateway_allows(self):
        async with Gateway("--strict-pace") as gateway, gateway.connect() as socket:
            await receive(socket)
            answers = [await ask(socket) for _ in range(2)]
            self.assertEqual([answer.get("error") for answer in answers], [None, "rate_limit_exceeded"])
            await asyncio.sleep(0.11)
            self.assertNotIn("error", await ask(socket, topic="channel.tips"))


class CommandLine(unittest.IsolatedAsyncioTestCase):
    async def test_a_script_is_played_to_its_end(self):
        with tempfile.NamedTemporaryFile("w", suffix=".txt") as script:
            script.write("# a comment\nwait-for subscribed\nfollow Ada\nwait 200\n\nraid Ben 42\n")
            script.flush()
            async with Gateway("--script", script.name, "--exit-on-eof") as gateway, gateway.connect() as socket:
                await receive(socket)
                await ask(socket)
                names = [(await receive(socket))["data"]["data"]["username"] for _ in range(2)]
                self.assertEqual(names, ["Ada", "Ben"])
                await gateway.ended()

    async def test_it_stays_when_its_input_ends_unless_told_otherwise(self):
        async with Gateway("--exit-on-eof") as gateway:
            gateway.command("follow Ada")
            gateway.process.stdin.close()
            await gateway.ended()
            self.assertIn("follow Ada", gateway.printed[-1])
        async with Gateway() as gateway:
            gateway.process.stdin.close()
            async with gateway.connect() as socket:
                self.assertEqual((await receive(socket))["type"], "welcome")
            gateway.process.send_signal(signal.SIGTERM)
            await gateway.ended()

    async def test_ctrl_c_ends_it_while_it_waits(self):
        async with Gateway() as gateway:
            await gateway.order("wait 600000")
            gateway.command("follow Ada")
            gateway.process.send_signal(signal.SIGINT)
            await gateway.ended()
            self.assertNotIn("Ada", "".join(gateway.printed))

    async def test_a_wrong_command_is_told_and_the_next_one_taken(self):
        async with Gateway() as gateway:
            for command in ("dance", 'follow "Ada', "tip Ada", "close 1005", "wait soon", "{", '{"publish":{}}'):
                with self.subTest(command=command):
                    gateway.command(command)
                    self.assertTrue((await gateway.wait_for("error"))["message"])
            await gateway.order("wait 0")

    def test_help_is_printed_where_it_was_asked_for(self):
        for option in ("--help", "-h"):
            told = run_to_its_end(option)
            self.assertEqual((told.returncode, told.stdout, told.stderr), (0, help_text, ""))
        for word in ("--pong-timeout-ms", "follow Ada", "frame_file", "refuse-upgrade"):
            self.assertIn(word, help_text)

    def test_wrong_options_are_told(self):
        cases = [
            (["--dance"], "--dance"),
            (["--port"], "--port needs a value"),
            (["--port", "65536"], "--port takes"),
            (["--ping-ms", "soon"], "--ping-ms takes"),
            (["--pong-timeout-ms", "-1"], "--pong-timeout-ms takes"),
            (["--tls", "--certificate", "golden"], "--certificate takes"),
            (["--token", "magic:abc"], "--token takes"),
            (["--token", "apikey"], "--token takes"),
            (["--certificate", "expired"], "--certificate needs --tls"),
            (["--ca-out", "/nowhere/ca.pem"], "--ca-out needs --tls"),
        ]
        for options, words in cases:
            with self.subTest(options=options):
                told = run_to_its_end(*options)
                self.assertEqual((told.returncode, told.stdout), (2, ""))
                self.assertIn(words, told.stderr)
        for options in (["--script", "/nowhere"], ["--tls", "--ca-out", "/nowhere/ca.pem"]):
            with self.subTest(options=options):
                told = run_to_its_end(*options)
                self.assertEqual(told.returncode, 1)
                self.assertIn("/nowhere", told.stderr)


if __name__ == "__main__":
    astro_sim = sys.argv.pop(1)
    help_text = run_to_its_end("--help").stdout
    unittest.main()
