"""What a member calls the browser that she uses, as far as it says so itself."""

BROWSERS = {
    "Edg": "Edge",
    "OPR/": "Opera",
    "SamsungBrowser/": "Samsung Internet",
    "Firefox/": "Firefox",
    "FxiOS/": "Firefox",
    "CriOS/": "Chrome",
    "Chrome/": "Chrome",
    "Safari/": "Safari",
}
"""Mark in the User-Agent -> name; most name others too, so the first one counts."""

SYSTEMS = {
    "Android": "Android",
    "iPhone": "iPhone",
    "iPad": "iPad",
    "Windows": "Windows",
    "CrOS": "ChromeOS",
    "Mac OS X": "Mac",
    "Linux": "Linux",
}


def name_of(user_agent: str) -> str:
    """``Chrome (Windows)``; nothing where neither is known."""
    browser, system = (_first(names, user_agent) for names in (BROWSERS, SYSTEMS))
    return f"{browser} ({system})" if browser and system else browser or system


def _first(names: dict[str, str], user_agent: str) -> str:
    return next((name for mark, name in names.items() if mark in user_agent), "")
