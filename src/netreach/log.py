"""The loggers of netreach: the standard ones under the name `netreach`, silent until a program wants to hear them.

>>> logger("netreach.somewhere").name
'netreach.somewhere'
"""

from __future__ import annotations

import logging
from typing import Final

_ROOT: Final = "netreach"


def logger(name: str) -> logging.Logger:
    """Return the logger of a module.

    The first call gives the parent of all of them a handler that does nothing, so that a program which never set up
    logging sees nothing on its standard error.

    Args:
        name: The module's `__name__`.
    """
    root = logging.getLogger(_ROOT)
    if not any(isinstance(handler, logging.NullHandler) for handler in root.handlers):
        root.addHandler(logging.NullHandler())
    return logging.getLogger(name)
