"""The application for another server program: its settings come from the environment."""

from litestar import Litestar

from service.app import create_app
from service.environment import settings_here


def app() -> Litestar:
    """Return the application of this process."""
    return create_app(settings_here())
