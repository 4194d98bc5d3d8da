"""Marks for when a posting was written, by which a search walks those that close on one day.

docs/decisions/search.md tells why.
"""

import importlib

from django.db import migrations

judged = importlib.import_module("mikiwame.market.hiring.migrations.0010_judged")
before = importlib.import_module("mikiwame.market.hiring.migrations.0012_tasks")

STEPS = """
CREATE FUNCTION hiring_step(posting uuid) RETURNS integer
    IMMUTABLE PARALLEL SAFE
    RETURN least(999999, greatest(0,
        ('x' || left(replace(posting::text, '-', ''), 12))::bit(48)::bigint / 3600000 - 438288
    ))::integer;

COMMENT ON FUNCTION hiring_step(uuid) IS 'hours since 2020 that a UUIDv7 tells, UTC';
"""

MARKS = before.MARKS.replace("finished integer, hourly bigint", "finished integer, hourly bigint, posting uuid").replace(
    "('WAGE', hiring_step(hourly))", "('WAGE', hiring_step(hourly)), ('MADE', hiring_step(posting))"
)

# Within the day each part is up to ten times as wide as the one before it, so that there are only six of them. A far
# day's step stands for several days, in which no order by ids holds: such days are walked whole.
WALK = """
CREATE FUNCTION hiring_walk(apply_until date, posting uuid, way integer) RETURNS SETOF tsquery
    IMMUTABLE STRICT PARALLEL SAFE ROWS 30
BEGIN ATOMIC
    WITH place AS (
        SELECT hiring_step(apply_until) AS day, lpad(hiring_step(posting)::text, 6, '0') AS made,
            hiring_step(apply_until) BETWEEN 1 AND 999998 AS parted
    )
    SELECT part FROM (
        SELECT 1 AS turn, 6 - digits AS number, ('''END ' || lpad(day::text, 6, '0') || '''')::tsquery
            && string_agg('''MADE ' || left(made, digits - 1) || last::text || '''', ' | ')::tsquery AS part
        FROM place, generate_series(6, 1, -1) AS digits,
            generate_series(
                substr(made, digits, 1)::integer + CASE WHEN digits < 6 THEN way ELSE 0 END,
                CASE WHEN way > 0 THEN 9 ELSE 0 END,
                way
            ) AS last
        WHERE parted
        GROUP BY day, digits
        UNION ALL
        SELECT 2, later.number, later.part
        FROM place, hiring_walk('END', day + CASE WHEN parted THEN way ELSE 0 END, way)
            WITH ORDINALITY AS later (part, number)
    ) AS walk
    ORDER BY turn, number;
END;

COMMENT ON FUNCTION hiring_walk(date, uuid, integer) IS
    'the marks from a posting on, by the day on which it closes: the rest of that day by hours, then other days';
"""

COLUMNS = (*before.COLUMNS, "posting")


class Migration(migrations.Migration):
    dependencies = [("hiring", "0014_paid_by_period")]

    operations = [
        migrations.RemoveIndex("postingindex", "hiring_index_words"),
        migrations.RemoveIndex("postingindex", "hiring_index_bigrams"),
        migrations.RemoveField("postingindex", "marks"),
        migrations.RunSQL(STEPS, "DROP FUNCTION hiring_step(uuid);"),
        migrations.RunSQL("DROP FUNCTION hiring_marks;", before.MARKS),
        migrations.RunSQL(MARKS, "DROP FUNCTION hiring_marks;"),
        migrations.RunSQL(WALK, "DROP FUNCTION hiring_walk(date, uuid, integer);"),
        migrations.AddField("postingindex", "marks", judged.marks(COLUMNS)),
        migrations.AddIndex("postingindex", judged.looked_up("words")),
        migrations.AddIndex("postingindex", judged.looked_up("bigrams")),
    ]
