"""What reputation knows of a posting's text and of its client, and marks made of it (docs/decisions/search.md).

The columns of rows that are listed already are filled by the chore that reads what nobody has read yet.
"""

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import migrations, models
from django.db.models import F, Func, Q

VERDICTS = ["", "ok", "incomplete", "caution", "danger"]

BEFORE = """
CREATE FUNCTION hiring_marks(
    published_at timestamptz, apply_until date, reward bigint, category text, parent text,
    format text, reward_basis text, newcomer_places integer, continuing boolean
) RETURNS tsvector IMMUTABLE PARALLEL SAFE
BEGIN ATOMIC
    SELECT array_to_tsvector(
        array_remove(ARRAY[
            'IN ' || category, 'IN ' || parent, 'FORMAT ' || format, 'BASIS ' || reward_basis,
            CASE WHEN newcomer_places > 0 THEN 'NEWCOMERS' END, CASE WHEN continuing THEN 'CONTINUING' END
        ], NULL)
        || array_agg(place.kind || ' ' || left(lpad(place.step::text, 6, '0'), digits))
    )
    FROM (VALUES
        ('NEW', hiring_step(published_at)), ('END', hiring_step(apply_until)), ('PAY', hiring_step(reward))
    ) AS place (kind, step), generate_series(1, 6) AS digits;
END;

COMMENT ON FUNCTION hiring_marks IS 'what a listing is filtered by, and the first 1 to 6 digits of its steps';
"""

MARKS = """
CREATE FUNCTION hiring_marks(
    published_at timestamptz, apply_until date, reward bigint, category text, parent text,
    format text, reward_basis text, newcomer_places integer, continuing boolean, places integer,
    applicants integer, text_verdict text, record_verdict text, funding_verdict text, reviews_verdict text,
    finished integer
) RETURNS tsvector IMMUTABLE PARALLEL SAFE
BEGIN ATOMIC
    SELECT array_to_tsvector(
        array_remove(ARRAY[
            'IN ' || category, 'IN ' || parent, 'FORMAT ' || format, 'BASIS ' || reward_basis,
            CASE WHEN newcomer_places > 0 THEN 'NEWCOMERS' END, CASE WHEN continuing THEN 'CONTINUING' END,
            'TEXT ' || nullif(text_verdict, ''), 'RECORD ' || nullif(record_verdict, ''),
            'FUNDING ' || nullif(funding_verdict, ''), 'REVIEWS ' || nullif(reviews_verdict, '')
        ], NULL)
        || (SELECT array_agg('DONE ' || least) FROM unnest(ARRAY[1, 3, 10, 30]) AS step (least)
            WHERE finished >= least)
        || (SELECT array_agg('CROWD ' || most) FROM unnest(ARRAY[1, 3, 5, 10]) AS step (most)
            WHERE applicants <= most::bigint * places)
        || array_agg(place.kind || ' ' || left(lpad(place.step::text, 6, '0'), digits))
    )
    FROM (VALUES
        ('NEW', hiring_step(published_at)), ('END', hiring_step(apply_until)), ('PAY', hiring_step(reward))
    ) AS place (kind, step), generate_series(1, 6) AS digits;
END;

COMMENT ON FUNCTION hiring_marks IS 'what a listing is filtered by, and the first 1 to 6 digits of its steps';
"""

COLUMNS_BEFORE = (
    "published_at",
    "apply_until",
    "reward",
    "category",
    "parent_category",
    "format",
    "reward_basis",
    "newcomer_places",
    "continuing",
)
COLUMNS = (
    *COLUMNS_BEFORE,
    "places",
    "applicants",
    "text_verdict",
    "record_verdict",
    "funding_verdict",
    "reviews_verdict",
    "finished",
)


def marks(columns):
    return models.GeneratedField(
        expression=Func(*map(F, columns), function="hiring_marks"),
        output_field=SearchVectorField(),
        db_persist=True,
        help_text="by which a search walks the list: filters, and where the row stands in each order",
    )


def looked_up(vector):
    return GinIndex(
        Func(F(vector), F("marks"), template="(%(expressions)s)", arg_joiner=" || "),
        fastupdate=False,
        name=f"hiring_index_{vector}",
    )


def verdict(name, said):
    return [
        migrations.AddField("postingindex", name, models.TextField(default="", help_text=said)),
        migrations.AddConstraint(
            "postingindex",
            models.CheckConstraint(condition=Q(**{f"{name}__in": VERDICTS}), name=f"hiring_index_{name}_known"),
        ),
    ]


class Migration(migrations.Migration):
    dependencies = [("hiring", "0009_marks")]

    operations = [
        migrations.RemoveIndex("postingindex", "hiring_index_words"),
        migrations.RemoveIndex("postingindex", "hiring_index_bigrams"),
        migrations.RemoveField("postingindex", "marks"),
        migrations.RunSQL("DROP FUNCTION hiring_marks;", BEFORE),
        migrations.RunSQL(MARKS, "DROP FUNCTION hiring_marks;"),
        *verdict("text_verdict", "is the description careful?"),
        *verdict("record_verdict", "of the client's record"),
        *verdict("funding_verdict", "does the client fund in time, mostly?"),
        *verdict("reviews_verdict", "of what others said of the client"),
        migrations.AddField(
            "postingindex",
            "missing",
            models.PositiveSmallIntegerField(default=0, help_text="terms that text and sheet leave open"),
        ),
        migrations.AddField(
            "postingindex",
            "reviews_odd",
            models.BooleanField(default=False, help_text="something about the reviews gives doubt"),
        ),
        migrations.AddField(
            "postingindex",
            "finished",
            models.PositiveIntegerField(default=0, help_text="commissions that the client saw through"),
        ),
        migrations.AddField("postingindex", "marks", marks(COLUMNS)),
        migrations.AddIndex(
            "postingindex",
            models.Index(fields=["posting"], condition=Q(text_verdict=""), name="hiring_index_unread"),
        ),
        migrations.AddIndex("postingindex", looked_up("words")),
        migrations.AddIndex("postingindex", looked_up("bigrams")),
    ]
