"""What goes out of a hold for many is summed up by the day: a statement adds up days, not millions of releases."""

import django.db.models.deletion
from django.db import migrations, models

FILL = """
INSERT INTO escrow_drawnday (hold_id, day, at, count, gross, fee, withheld, net)
SELECT hold.id, (release.released_at AT TIME ZONE 'Asia/Tokyo')::date AS day, max(release.released_at),
    count(*), sum(release.gross), sum(release.fee), sum(release.withheld), sum(release.net)
FROM escrow_release AS release JOIN escrow_hold AS hold ON hold.id = release.hold_id
WHERE hold.state IN ('held', 'spent')
GROUP BY hold.id, day;
"""

DRAW = """
CREATE OR REPLACE FUNCTION escrow_draw(
    held uuid, releases jsonb, posting jsonb, facts jsonb, drawn_at timestamptz
) RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN
    WITH released AS (
        INSERT INTO escrow_release
        SELECT * FROM jsonb_populate_recordset(NULL::escrow_release, releases) ORDER BY purpose
        RETURNING worker_id, gross, fee, withheld, net, free
    ), used AS (
        UPDATE escrow_book AS book SET free_used = free_used + used.free
        FROM (SELECT worker_id, sum(free) AS free FROM released WHERE free > 0 GROUP BY worker_id) AS used
        WHERE book.party_id = used.worker_id
    )
    INSERT INTO escrow_drawnday AS known (hold_id, day, at, count, gross, fee, withheld, net)
    SELECT held, (drawn_at AT TIME ZONE 'Asia/Tokyo')::date, drawn_at, count(*), sum(gross), sum(fee),
        sum(withheld), sum(net)
    FROM released
    ON CONFLICT (hold_id, day) DO UPDATE SET
        at = greatest(known.at, excluded.at),
        count = known.count + excluded.count,
        gross = known.gross + excluded.gross,
        fee = known.fee + excluded.fee,
        withheld = known.withheld + excluded.withheld,
        net = known.net + excluded.net;
    PERFORM ledger_post(posting, drawn_at), history_record(facts, drawn_at);
    RETURN escrow_spend(held, drawn_at);
END
$$;
"""

DRAW_BEFORE = """
CREATE OR REPLACE FUNCTION escrow_draw(
    held uuid, releases jsonb, posting jsonb, facts jsonb, drawn_at timestamptz
) RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN
    WITH released AS (
        INSERT INTO escrow_release
        SELECT * FROM jsonb_populate_recordset(NULL::escrow_release, releases) ORDER BY purpose
        RETURNING worker_id, free
    )
    UPDATE escrow_book AS book SET free_used = free_used + used.free
    FROM (SELECT worker_id, sum(free) AS free FROM released WHERE free > 0 GROUP BY worker_id) AS used
    WHERE book.party_id = used.worker_id;
    PERFORM ledger_post(posting, drawn_at), history_record(facts, drawn_at);
    RETURN escrow_spend(held, drawn_at);
END
$$;
"""


class Migration(migrations.Migration):
    dependencies = [("escrow", "0005_one_index_of_workers")]

    operations = [
        migrations.CreateModel(
            name="DrawnDay",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "hold_id", "day", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("day", models.DateField(help_text="in Japan")),
                ("at", models.DateTimeField(help_text="the last time on that day")),
                ("count", models.BigIntegerField()),
                ("gross", models.BigIntegerField()),
                ("fee", models.BigIntegerField()),
                ("withheld", models.BigIntegerField()),
                ("net", models.BigIntegerField()),
                (
                    "hold",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="escrow.hold",
                    ),
                ),
            ],
        ),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
        migrations.RunSQL(DRAW, DRAW_BEFORE),
    ]
