"""A worker for a test to kill: it only tells people things, and takes a test's push service for public.

Run as ``python -m tests.market.notifications.killed PORT CERTIFICATE``.
"""

import ssl
import sys
import threading

import django

django.setup()

from mikiwame.market.notifications.channels import public_net  # noqa: E402
from mikiwame.ops import worker  # noqa: E402

TELLING = {"digests", "e-mails", "pushes"}


def main() -> None:
    """Work until killed."""
    port, certificate = sys.argv[1:]
    public_net.PORT = int(port)
    public_net.TRUSTED = ssl.create_default_context(cafile=certificate)
    public_net.addresses_of = lambda host: ["127.0.0.1"]  # noqa: ARG005
    public_net.is_public = lambda address: True  # noqa: ARG005
    stop = threading.Event()
    beats = (*worker.rhythms(stop), *worker.slow_rhythms())
    worker.keep([beat for beat in beats if beat.name in TELLING], stop)


if __name__ == "__main__":
    main()
