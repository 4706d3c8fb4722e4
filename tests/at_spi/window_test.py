# SPDX-License-Identifier: GPL-3.0-or-later
"""The real window as a screen reader has it. Usage: window_test.py FOLDER-OF-PROGRAMS ARTICLE.cfg"""
import os
import re
import socket
import subprocess
import sys
import tempfile
import time
import unittest

import pyatspi

PROGRAMS, ARTICLE = sys.argv[1:3]
BUSY_MACHINE = 40  # seconds that six processes may take to start


def free_ports(count):
    held = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [one.getsockname()[1] for one in held]
    for one in held:
        one.close()
    return ports


def on_free_ports(folder):
    """The article's file, on loopback ports that nobody has."""
    with open(ARTICLE, encoding="utf-8") as file:
        text = file.read()
    ports = free_ports(4)
    text = text.replace("*:8443", f"127.0.0.1:{ports[0]}")
    text = re.sub(r"127\.0\.0\.1:5005(\d)", lambda match: f"127.0.0.1:{ports[int(match[1])]}", text)
    path = os.path.join(folder, "article.cfg")
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)
    return path


def every(node):
    yield node
    for child in node:
        if child is not None:
            yield from every(child)


def until(what, seconds=10):
    """The first true answer; the last answer when the time is over."""
    end = time.monotonic() + seconds
    while True:
        pyatspi.Registry.pumpQueuedEvents()
        answer = what()
        if answer or time.monotonic() > end:
            return answer
        time.sleep(0.05)


class Window(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        cls.process = subprocess.Popen([os.path.join(PROGRAMS, "switchyard"), on_free_ports(cls.folder.name)])
        cls.heard = []
        for kind in (
            "object:state-changed:focused", "object:property-change:accessible-name",
        ):
            pyatspi.Registry.registerEventListener(cls.hear, kind)
        cls.app = until(cls.find_app, BUSY_MACHINE)
        assert cls.app, "the window is not on the accessibility bus"
        assert until(lambda: len(cls.items("server")) == 3 and cls.item("srv03, healthy"), BUSY_MACHINE), cls.names()

        # No window manager is there to give the window the keyboard.
        subprocess.run(["xdotool", "search", "--sync", "--onlyvisible", "--name", "Switchyard", "windowfocus"], check=True)

    @classmethod
    def tearDownClass(cls):
        cls.process.terminate()
        cls.process.wait()
        cls.folder.cleanup()

    @classmethod
    def hear(cls, event):
        try:
            cls.heard.append((event.type.split(":")[1] + ":" + event.type.split(":")[2], event.source.name))
        except (AttributeError, LookupError, RuntimeError):
            pass  # it has gone

    @classmethod
    def find_app(cls):
        desktop = pyatspi.Registry.getDesktop(0)
        return next((app for app in desktop if app is not None and "witchyard" in app.name), None)

    @classmethod
    def canvas(cls):
        return next(node for node in every(cls.app) if node.getRole() == pyatspi.ROLE_LIST and node.name == "Canvas")

    @classmethod
    def items(cls, begins=""):
        return [
            item for item in cls.canvas()
            if item is not None and item.getRole() == pyatspi.ROLE_LIST_ITEM and item.name.startswith(begins)
        ]

    @classmethod
    def item(cls, part):
        return next((item for item in cls.items() if part in item.name), None)

    @classmethod
    def names(cls):
        return [item.name for item in cls.items()]

    @classmethod
    def button(cls, name):
        return next(
            node for node in every(cls.app) if node.getRole() == pyatspi.ROLE_PUSH_BUTTON and node.name == name
        )

    @staticmethod
    def do(node, what):
        action = node.queryAction()
        names = [action.getName(i) for i in range(action.nActions)]
        assert action.doAction(names.index(what)), names

    def test_1_the_canvas_is_a_list_of_what_it_shows(self):
        self.assertEqual([item.name for item in self.items("client")], [f"client client{i}, ready" for i in (1, 2, 3)])
        self.assertEqual(len(self.items("load balancer")), 1)
        self.assertEqual([item.name for item in self.items("server")], [f"server srv0{i}, healthy" for i in (1, 2, 3)])

    def test_2_connections_appear_in_it_when_calls_are_sent(self):
        self.do(self.button("Burst of 3"), "Press")
        self.assertTrue(until(lambda: len(self.items("Connection")) == 6), self.names())
        self.assertTrue(until(lambda: "1 sent, 1 OK" in self.item("client1, ready").description))

    def test_3_the_focus_is_told(self):
        item = self.item("srv02,")
        self.do(item, "SetFocus")
        self.assertTrue(until(lambda: ("state-changed:focused", "server srv02, healthy") in self.heard), self.heard)
        self.assertTrue(until(lambda: item.getState().contains(pyatspi.STATE_FOCUSED)))

    def test_4_a_server_is_killed_and_the_cause_is_told(self):
        self.do(self.item("srv02,"), "Kill")
        self.assertTrue(until(lambda: self.item("server srv02, down: killed")), self.names())
        told = lambda: ("property-change:accessible-name", "server srv02, down: killed") in self.heard
        self.assertTrue(until(told), self.heard)

    def test_5_every_control_has_a_name(self):
        roles = {
            pyatspi.ROLE_PUSH_BUTTON, pyatspi.ROLE_COMBO_BOX, pyatspi.ROLE_SLIDER, pyatspi.ROLE_PAGE_TAB,
            pyatspi.ROLE_LIST, pyatspi.ROLE_LIST_ITEM, pyatspi.ROLE_TABLE,
        }
        controls = [
            node for node in every(self.app)
            if node.getRole() in roles and node.getState().contains(pyatspi.STATE_VISIBLE)
        ]
        self.assertGreater(len(controls), 25)
        self.assertEqual([str(node) for node in controls if not node.name.strip()], [])


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1], verbosity=2)
