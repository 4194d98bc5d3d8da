"""Runs where Turkle is installed: its tables, a crowd, and a batch for each size.

Arguments: how many workers, how many answers a unit, the sizes. Prints passwords and batches as JSON.
"""

import io
import json
import sys
from uuid import uuid4

import django

django.setup()

from django.contrib.auth.models import User
from django.core.management import call_command
from turkle.models import Batch, Project

ASKED = """
<p>${text}</p>
<label><input type="radio" name="feeling" value="good">good</label>
<label><input type="radio" name="feeling" value="bad">bad</label>
<input type="submit">
"""


def main(workers: int, answers: int, sizes: list[int]) -> None:
    """Set everything up."""
    call_command("migrate", verbosity=0)
    passwords = {f"worker{number}": uuid4().hex for number in range(workers)}
    for name, password in passwords.items():
        User.objects.create_user(name, password=password)
    project = Project(name="bench", html_template=ASKED, assignments_per_task=answers)
    project.process_template()
    project.save()
    batches = [filled(project, answers, size).pk for size in sizes]
    print(json.dumps({"passwords": passwords, "batches": batches}))


def filled(project: Project, answers: int, size: int) -> Batch:
    """A batch of so many units."""
    batch = Batch.objects.create(project=project, name=f"{size} units", assignments_per_task=answers)
    rows = "".join(f"{number}番目の文\n" for number in range(size))
    batch.create_tasks_from_csv(io.StringIO(f"text\n{rows}"))
    return batch


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]), [int(size) for size in sys.argv[3:]])
