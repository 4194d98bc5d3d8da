"""Where e-mail goes is one address."""

import pytest

from mikiwame.settings import mail


@pytest.mark.parametrize(
    ("url", "scheme", "host"),
    [
        ("file:///var/lib/mikiwame/outbox", "file", None),
        ("smtp://localhost", "smtp", "localhost"),
        ("smtp+tls://user:secret@mail.example.jp:587", "smtp+tls", "mail.example.jp"),
        ("smtps://mail.example.jp", "smtps", "mail.example.jp"),
    ],
)
def test_an_address_names_the_way(url: str, scheme: str, host: str | None) -> None:
    assert (mail(url).scheme, mail(url).hostname) == (scheme, host)


@pytest.mark.parametrize("url", ["", "mail.example.jp", "http://mail.example.jp", "smtp://", "file://"])
def test_anything_else_is_refused_loudly(url: str) -> None:
    with pytest.raises(SystemExit, match="MIKIWAME_EMAIL_URL"):
        mail(url)
