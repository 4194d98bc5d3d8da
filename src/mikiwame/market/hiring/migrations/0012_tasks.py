"""What tasks show beside their sheet, and marks for what an hour of them comes to (docs/decisions/search.md)."""

import importlib

from django.db import migrations, models
from django.db.models import F, Q

before = importlib.import_module("mikiwame.market.hiring.migrations.0010_judged")

MARKS = """
CREATE FUNCTION hiring_marks(
    published_at timestamptz, apply_until date, reward bigint, category text, parent text,
    format text, reward_basis text, newcomer_places integer, continuing boolean, places integer,
    applicants integer, text_verdict text, record_verdict text, funding_verdict text, reviews_verdict text,
    finished integer, hourly bigint
) RETURNS tsvector IMMUTABLE PARALLEL SAFE
BEGIN ATOMIC
    SELECT array_to_tsvector(
        array_remove(ARRAY[
            'IN ' || category, 'IN ' || parent, 'FORMAT ' || format, 'BASIS ' || reward_basis,
            CASE WHEN newcomer_places > 0 THEN 'NEWCOMERS' END, CASE WHEN continuing THEN 'CONTINUING' END,
            'TEXT ' || nullif(text_verdict, ''), 'RECORD ' || nullif(record_verdict, ''),
            'FUNDING ' || nullif(funding_verdict, ''), 'REVIEWS ' || nullif(reviews_verdict, ''),
            CASE WHEN hourly IS NOT NULL THEN 'HOURLY' END
        ], NULL)
        || (SELECT array_agg('DONE ' || least) FROM unnest(ARRAY[1, 3, 10, 30]) AS step (least)
            WHERE finished >= least)
        || (SELECT array_agg('CROWD ' || most) FROM unnest(ARRAY[1, 3, 5, 10]) AS step (most)
            WHERE applicants <= most::bigint * places)
        || (SELECT array_agg('HOURLY ' || least)
            FROM unnest(ARRAY[500, 800, 1000, 1200, 1500, 2000]) AS step (least) WHERE hourly >= least)
        || array_agg(place.kind || ' ' || left(lpad(place.step::text, 6, '0'), digits))
    )
    FROM (VALUES
        ('NEW', hiring_step(published_at)), ('END', hiring_step(apply_until)), ('PAY', hiring_step(reward)),
        ('WAGE', hiring_step(hourly))
    ) AS place (kind, step), generate_series(1, 6) AS digits
    WHERE place.step IS NOT NULL;
END;

COMMENT ON FUNCTION hiring_marks IS 'what a listing is filtered by, and the first 1 to 6 digits of its steps';
"""

COLUMNS = (*before.COLUMNS, "hourly")
STEPS = {"crowd_most": (1, 3, 5, 10), "finished_least": (1, 3, 10, 30), "hourly_least": (500, 800, 1000, 1200, 1500, 2000)}


def steps_known():
    known = Q()
    for name, steps in STEPS.items():
        known &= Q(**{name: None}) | Q(**{f"{name}__in": steps})
    return models.CheckConstraint(condition=known, name="hiring_criteria_steps_known")


FIGURES = {
    "places_left": models.PositiveIntegerField(null=True, help_text="answers still asked for"),
    "seconds": models.PositiveIntegerField(null=True, help_text="what an answer takes, expected or measured"),
    "hourly": models.PositiveBigIntegerField(null=True, help_text="yen an hour that this comes to"),
}


class Migration(migrations.Migration):
    dependencies = [("hiring", "0011_criteria")]

    operations = [
        migrations.RemoveIndex("postingindex", "hiring_index_words"),
        migrations.RemoveIndex("postingindex", "hiring_index_bigrams"),
        migrations.RemoveField("postingindex", "marks"),
        migrations.RunSQL("DROP FUNCTION hiring_marks;", before.MARKS),
        migrations.RunSQL(MARKS, "DROP FUNCTION hiring_marks;"),
        *(
            migrations.AddField(model, name, field.clone())
            for model in ("posting", "postingindex")
            for name, field in FIGURES.items()
        ),
        migrations.AddField("postingindex", "marks", before.marks(COLUMNS)),
        migrations.AddIndex("postingindex", before.looked_up("words")),
        migrations.AddIndex("postingindex", before.looked_up("bigrams")),
        migrations.AddIndex(
            "postingindex",
            models.Index(fields=["-hourly"], condition=Q(hourly__isnull=False), name="hiring_index_hourly"),
        ),
        migrations.AddField(
            "posting",
            "task_places",
            models.PositiveIntegerField(
                null=True, help_text="answers asked for in all; those that were added are not in the frozen sheet"
            ),
        ),
        migrations.AlterField(
            "posting", "apply_until", models.DateField(null=True, help_text="the last day; tasks close after it")
        ),
        migrations.RemoveConstraint("posting", "hiring_posting_promise"),
        migrations.AddConstraint(
            "posting",
            models.CheckConstraint(
                name="hiring_posting_promise",
                condition=Q(state="draft")
                | Q(format="task", decide_until=None, category__isnull=False)
                | (~Q(format="task") & Q(decide_until__gt=F("published_at"), category__isnull=False)),
            ),
        ),
        migrations.AddConstraint(
            "posting",
            models.CheckConstraint(
                name="hiring_posting_task_places",
                condition=(
                    Q(format="task", task_places__gt=0, places_left__lte=F("task_places"))
                    & ~Q(state="draft")
                    & Q(places_left__isnull=False)
                )
                | ((Q(state="draft") | ~Q(format="task")) & Q(task_places=None, places_left=None)),
            ),
        ),
        migrations.AddConstraint(
            "posting",
            models.CheckConstraint(
                name="hiring_posting_task_measured",
                condition=Q(format="task") | Q(seconds=None, hourly=None),
            ),
        ),
        migrations.AddField("criteria", "hourly_least", models.PositiveSmallIntegerField(null=True)),
        migrations.RemoveConstraint("criteria", "hiring_criteria_steps_known"),
        migrations.AddConstraint("criteria", steps_known()),
        migrations.RemoveConstraint("criteria", "hiring_criteria_sort_known"),
        migrations.AddConstraint(
            "criteria",
            models.CheckConstraint(
                condition=Q(sort__in=["newest", "reward", "closing", "hourly"]), name="hiring_criteria_sort_known"
            ),
        ),
    ]
