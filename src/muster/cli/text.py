"""Text from files and lists, made safe to show on a terminal."""

from __future__ import annotations

import re

# Control characters (which can move the cursor, or colour and hide text), marks that turn the direction of the text
# (which can make a name read as another), and half surrogates. Tab and line feed stay.
_UNSAFE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def plain(text: str) -> str:
    """The text with all that a terminal would obey, and not show, replaced by the replacement character.

    >>> plain("\\x1b[31mAli") == "\\ufffd[31mAli"
    True
    """
    return _UNSAFE.sub("\ufffd", text)
