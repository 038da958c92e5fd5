"""The application as the server calls it, under a sub-path too, whether or not the proxy cuts it off."""

import os
from collections.abc import Callable, Iterable
from typing import Any

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "fairlead.config.settings")

Application = Callable[[dict[str, Any], Any], Iterable[bytes]]


def under(path: str, application: Application) -> Application:
    """Return the application as it answers below a sub-path."""

    def answer(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        asked = environ.get("PATH_INFO", "")
        if asked == path or asked.startswith(f"{path}/"):
            environ["PATH_INFO"] = asked[len(path) :] or "/"
        environ["SCRIPT_NAME"] = path
        return application(environ, start_response)

    return answer


def _application() -> Application:
    inner = get_wsgi_application()
    from django.conf import settings  # noqa: PLC0415 -- after Django is ready

    return under(settings.FORCE_SCRIPT_NAME, inner) if settings.FORCE_SCRIPT_NAME else inner


application = _application()
