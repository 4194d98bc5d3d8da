"""What the server of live updates calls; pages are served by ``wsgi``, which costs half as much."""

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mikiwame.settings")
django.setup()

from mikiwame.web.live.application import Live  # noqa: E402

application = Live()
