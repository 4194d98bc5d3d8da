"""What the web server calls."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mikiwame.settings")
application = get_wsgi_application()

from mikiwame.ops import pulse  # noqa: E402  # its rooms are there only now

pulse.start()
