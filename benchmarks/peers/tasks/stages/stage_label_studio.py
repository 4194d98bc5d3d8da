"""Runs where Label Studio is installed: its tables, a crowd, and a project for each size.

Arguments: how many workers, how many answers a unit, the sizes. Prints their tokens and the projects as JSON.
"""

import json
import sys

import django

django.setup()

from core.utils.common import create_hash
from django.core.management import call_command
from organizations.models import Organization
from projects.models import Project
from users.models import User

ASKED = """
<View>
  <Text name="text" value="$text"/>
  <Choices name="feeling" toName="text"><Choice value="good"/><Choice value="bad"/></Choices>
</View>
"""


def main(workers: int, answers: int, sizes: list[int]) -> None:
    """Set everything up but the units."""
    call_command("migrate", verbosity=0)
    crowd = [
        User.objects.create_user(f"worker{number}@example.jp", create_hash()) for number in range(workers)
    ]
    owner = crowd[0]
    organization = Organization.create_organization(
        created_by=owner, title="bench", legacy_api_tokens_enabled=True
    )
    for one in crowd:
        organization.add_user(one)
        one.active_organization = organization
        one.save()
    projects = [
        Project.objects.create(
            title=f"{size} units",
            created_by=owner,
            organization=organization,
            label_config=ASKED,
            maximum_annotations=answers,
        )
        for size in sizes
    ]
    staged = {"tokens": [one.auth_token.key for one in crowd], "projects": [one.pk for one in projects]}
    print(json.dumps(staged))


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]), [int(size) for size in sys.argv[3:]])
