"""Marks, by which a search walks the list in its order, and the indexes that hold them beside the words.

docs/decisions/search.md tells why. The functions are bound to each other when they are made, so that a restored
dump, whose search path is empty, can compute the column anew.
"""

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import migrations, models
from django.db.models import F, Func

STEPS = """
CREATE FUNCTION hiring_step(published_at timestamptz) RETURNS integer
    IMMUTABLE PARALLEL SAFE
    RETURN least(999999, greatest(0, floor(
        extract(epoch FROM published_at AT TIME ZONE 'UTC' - timestamp '2020-01-01') / 3600
    )))::integer;

CREATE FUNCTION hiring_step(apply_until date) RETURNS integer
    IMMUTABLE PARALLEL SAFE
    RETURN least(999999, greatest(0, apply_until - date '2020-01-01'));

CREATE FUNCTION hiring_step(reward bigint) RETURNS integer
    IMMUTABLE PARALLEL SAFE
    RETURN 90 * length(reward::text) + rpad(left(reward::text, 2), 2, '0')::integer;

COMMENT ON FUNCTION hiring_step(timestamptz) IS 'hours since 2020, UTC';
COMMENT ON FUNCTION hiring_step(date) IS 'days since 2020';
COMMENT ON FUNCTION hiring_step(bigint) IS 'how many digits, then the first two of them';
"""

MARKS = """
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

WALK = """
CREATE FUNCTION hiring_walk(kind text, step integer, way integer) RETURNS SETOF tsquery
    IMMUTABLE STRICT PARALLEL SAFE ROWS 10  -- strict functions stay calls, whose order no planner touches
BEGIN ATOMIC
    SELECT string_agg(
        '''' || kind || ' ' || left(lpad(step::text, 6, '0'), digits - 1) || last::text || '''', ' | '
    )::tsquery
    FROM generate_series(6, 1, -1) AS digits,
        generate_series(
            substr(lpad(step::text, 6, '0'), digits, 1)::integer + CASE WHEN digits < 6 THEN way ELSE 0 END,
            CASE WHEN way > 0 THEN 9 ELSE 0 END,
            way
        ) WITH ORDINALITY AS mark (last, number)
    GROUP BY digits, CASE WHEN digits >= 5 OR number = 1 THEN number END
    ORDER BY digits DESC, min(number);
END;

COMMENT ON FUNCTION hiring_walk IS 'the marks from a step to the end, up (way 1) or down (-1), wider and wider';
"""

ERASE_STEPS = """
DROP FUNCTION hiring_step(timestamptz);
DROP FUNCTION hiring_step(date);
DROP FUNCTION hiring_step(bigint);
"""


class Migration(migrations.Migration):
    dependencies = [("hiring", "0008_names_of_now")]

    operations = [
        migrations.RunSQL(STEPS, ERASE_STEPS),
        migrations.RunSQL(MARKS, "DROP FUNCTION hiring_marks;"),
        migrations.RunSQL(WALK, "DROP FUNCTION hiring_walk;"),
        migrations.AddField(
            model_name="postingindex",
            name="marks",
            field=models.GeneratedField(
                expression=Func(
                    F("published_at"),
                    F("apply_until"),
                    F("reward"),
                    F("category"),
                    F("parent_category"),
                    F("format"),
                    F("reward_basis"),
                    F("newcomer_places"),
                    F("continuing"),
                    function="hiring_marks",
                ),
                output_field=SearchVectorField(),
                db_persist=True,
                help_text="by which a search walks the list: filters, and where the row stands in each order",
            ),
        ),
        migrations.RemoveIndex("postingindex", "hiring_index_category"),
        migrations.RemoveIndex("postingindex", "hiring_index_parent"),
        migrations.RemoveIndex("postingindex", "hiring_index_words"),
        migrations.RemoveIndex("postingindex", "hiring_index_bigrams"),
        migrations.AddIndex(
            "postingindex",
            GinIndex(
                Func(F("words"), F("marks"), template="(%(expressions)s)", arg_joiner=" || "),
                fastupdate=False,
                name="hiring_index_words",
            ),
        ),
        migrations.AddIndex(
            "postingindex",
            GinIndex(
                Func(F("bigrams"), F("marks"), template="(%(expressions)s)", arg_joiner=" || "),
                fastupdate=False,
                name="hiring_index_bigrams",
            ),
        ),
    ]
