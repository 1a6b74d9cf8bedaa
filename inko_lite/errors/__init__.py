"""Every refusal that the product can give, a class each; see `refusal.py` for what a refusal is."""

from .desk import *  # noqa: F403
from .refusal import Refusal  # noqa: F401
from .requests import *  # noqa: F403
