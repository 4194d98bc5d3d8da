"""Static files: plain names while nobody has collected them, names with their hash afterwards."""

from typing import cast

from whitenoise.storage import CompressedManifestStaticFilesStorage


class Static(CompressedManifestStaticFilesStorage):  # type: ignore[misc]
    """Hashed and compressed once ``collectstatic`` has run, so that browsers may keep them for ever."""

    def stored_name(self, name: str) -> str:
        """The name to link to."""
        return cast(str, super().stored_name(name)) if self.hashed_files else name
