"""The application as ``mikiwame serve`` serves it: each of its processes beats the pulse of the pages."""

from mikiwame.wsgi import application

from . import pulse

__all__ = ["application"]

pulse.start()
