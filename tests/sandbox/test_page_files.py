"""The page's own files, and browsers that hang up while they get one."""

import gc
import socket
import struct
import urllib.error
import urllib.request
from urllib.parse import urlsplit

import pytest

from sandbox import Sandbox


def hang_up_at_once(url: str) -> None:
    """Ask for a page's file and reset the connection once its answer has begun."""
    at = urlsplit(url)
    with socket.create_connection((str(at.hostname), at.port or 80)) as connection:
        connection.sendall(f"GET {at.path} HTTP/1.1\r\nHost: {at.netloc}\r\n\r\n".encode())
        connection.recv(1)
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


def test_a_file_of_the_page_comes_with_its_type_and_is_not_sent_twice(sandbox: Sandbox) -> None:
    url = f"{sandbox.url}/page/morph.js"
    with urllib.request.urlopen(url) as response:
        assert response.headers["Content-Type"].startswith("text/javascript")
        assert response.read()
        etag = response.headers["ETag"]
    again = urllib.request.Request(url, headers={"If-None-Match": etag})
    with pytest.raises(urllib.error.HTTPError, match="304"):
        urllib.request.urlopen(again)


@pytest.mark.parametrize("name", ["none.js", "..", "%2e%2e%2froutes.py"])
def test_there_are_no_other_files(sandbox: Sandbox, name: str) -> None:
    with pytest.raises(urllib.error.HTTPError, match="404"):
        urllib.request.urlopen(f"{sandbox.url}/page/{name}")


def test_a_browser_that_hangs_up_leaves_no_file_open(sandbox: Sandbox) -> None:
    for _ in range(50):
        hang_up_at_once(f"{sandbox.url}/page/page.css")
    with urllib.request.urlopen(f"{sandbox.url}/page/page.css") as response:
        assert response.read()
    gc.collect()
