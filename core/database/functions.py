"""SQL that lives in the database: functions and triggers of the first schema.

Kept beside the migrations that install it. Functions marked ``SECURITY DEFINER``
run as the tables' owner and therefore name the organisation themselves.
"""

from core.database.tenancy import APP_ROLE, CURRENT

TICKET_NUMBERS = f"""
CREATE FUNCTION next_ticket_number() RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
DECLARE
    sequence text := 'ticket_numbers_' || replace(current_setting('app.org'), '-', '');
BEGIN
    RETURN nextval(sequence);
EXCEPTION WHEN undefined_table THEN
    -- The first ticket of an organisation brings its sequence along; two first
    -- tickets at once agree through the lock.
    PERFORM pg_advisory_xact_lock(hashtext(sequence));
    EXECUTE format('CREATE SEQUENCE IF NOT EXISTS %I START 1001', sequence);
    RETURN nextval(sequence);
END $$;
GRANT EXECUTE ON FUNCTION next_ticket_number() TO {APP_ROLE}
"""

INDEX_TICKET = f"""
CREATE FUNCTION index_ticket(wanted uuid, config regconfig) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = public AS $$
    INSERT INTO search_documents (kind, id, organisation_id, audience, public, internal)
    SELECT 'ticket', t.id, t.organisation_id, 'public',
           s.words || coalesce(said.public, ''), s.words || coalesce(said.all_of_it, '')
    FROM tickets t
    CROSS JOIN LATERAL (
        SELECT setweight(to_tsvector('simple', t.number::text), 'A')
            || setweight(to_tsvector(config, t.subject), 'A') AS words
    ) s
    LEFT JOIN LATERAL (
        SELECT to_tsvector(config, left(string_agg(m.body, ' ')
                   FILTER (WHERE m.audience = 'public'), 300000)) AS public,
               to_tsvector(config, left(string_agg(m.body, ' '), 300000)) AS all_of_it
        FROM messages m
        WHERE m.ticket_id = t.id AND m.deleted_at IS NULL AND m.kind <> 'system'
    ) said ON true
    WHERE t.id = wanted AND t.organisation_id = {CURRENT}
    ON CONFLICT (kind, id) DO UPDATE SET public = excluded.public, internal = excluded.internal
$$;
GRANT EXECUTE ON FUNCTION index_ticket(uuid, regconfig) TO {APP_ROLE}
"""

INDEX_PASSAGES = f"""
CREATE FUNCTION index_passages(wanted uuid, config regconfig) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = public AS $$
    DELETE FROM search_documents d WHERE d.kind = 'passage' AND d.organisation_id = {CURRENT}
        AND NOT EXISTS (SELECT 1 FROM passages p WHERE p.id = d.id);
    UPDATE passages p
    SET words = setweight(to_tsvector(config, a.title), 'A')
        || setweight(to_tsvector(config, p.heading), 'B')
        || setweight(to_tsvector(config, a.tags), 'C')
        || to_tsvector(config, p.body)
    FROM articles a
    WHERE a.id = p.article_id AND a.id = wanted AND a.organisation_id = {CURRENT};
    INSERT INTO search_documents (kind, id, organisation_id, audience, public, internal)
    SELECT 'passage', p.id, p.organisation_id, a.audience, p.words, p.words
    FROM passages p JOIN articles a ON a.id = p.article_id
    WHERE a.id = wanted AND a.organisation_id = {CURRENT}
    ON CONFLICT (kind, id) DO UPDATE
        SET public = excluded.public, internal = excluded.internal, audience = excluded.audience
$$;
GRANT EXECUTE ON FUNCTION index_passages(uuid, regconfig) TO {APP_ROLE}
"""

FIND_DOCUMENTS = f"""
CREATE FUNCTION search_documents_for(wanted text, query tsquery, as_staff boolean, most integer)
RETURNS TABLE (id uuid, rank real, audience text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public
-- The index is right for every query: a scan of all rows never is.
SET enable_seqscan = off SET enable_indexscan = off AS $$
BEGIN
    IF as_staff THEN
        RETURN QUERY WITH hits AS MATERIALIZED (
            SELECT d.id, d.audience, d.internal AS words FROM search_documents d
            WHERE d.internal @@ query AND d.kind = wanted AND d.organisation_id = {CURRENT}
            LIMIT most
        ) SELECT hits.id, ts_rank(hits.words, query, 1), hits.audience FROM hits;
    ELSE
        RETURN QUERY WITH hits AS MATERIALIZED (
            SELECT d.id, d.audience, d.public AS words FROM search_documents d
            WHERE d.public @@ query AND d.kind = wanted AND d.organisation_id = {CURRENT}
            LIMIT most
        ) SELECT hits.id, ts_rank(hits.words, query, 1), hits.audience FROM hits;
    END IF;
END $$;
GRANT EXECUTE ON FUNCTION search_documents_for(text, tsquery, boolean, integer) TO {APP_ROLE}
"""

WAKE = """
CREATE FUNCTION wake() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_notify(TG_TABLE_NAME, '');
    RETURN NULL;
END $$
"""

CONFIGURATION_CHANGED = """
CREATE FUNCTION configuration_changed() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
BEGIN
    UPDATE organisations SET config_version = config_version + 1
    WHERE id = coalesce(NEW.organisation_id, OLD.organisation_id);
    RETURN NULL;
END $$
"""

AWAKENING = ("events", "deliveries", "receipts")
"""Tables whose new rows wake the loop that serves them."""

CONFIGURATION = ("statuses", "categories", "sla_policies", "sla_targets", "channels", "teams")
"""Tables that :meth:`core.database.unit_of_work.UnitOfWork.cached` may keep in memory."""


def install() -> list[str]:
    """All statements, in order."""
    statements = [TICKET_NUMBERS, INDEX_TICKET, INDEX_PASSAGES, FIND_DOCUMENTS]
    statements += [WAKE, CONFIGURATION_CHANGED]
    for table in AWAKENING:
        statements.append(
            f"CREATE TRIGGER wake AFTER INSERT ON {table}"
            " FOR EACH STATEMENT EXECUTE FUNCTION wake()"
        )
    for table in CONFIGURATION:
        statements.append(
            f"CREATE TRIGGER configuration AFTER INSERT OR UPDATE OR DELETE ON {table}"
            " FOR EACH ROW EXECUTE FUNCTION configuration_changed()"
        )
    return statements


def remove() -> list[str]:
    """Statements that take away what :func:`install` made (triggers go with their tables)."""
    return [
        "DROP FUNCTION next_ticket_number(), index_ticket(uuid, regconfig),"
        " index_passages(uuid, regconfig),"
        " search_documents_for(text, tsquery, boolean, integer), wake(), configuration_changed()",
        # Each organisation has a sequence of its own for ticket numbers.
        """DO $$ DECLARE found text; BEGIN
        FOR found IN SELECT relname FROM pg_class
            WHERE relkind = 'S' AND relname LIKE 'ticket\\_numbers\\_%' LOOP
            EXECUTE format('DROP SEQUENCE %I', found);
        END LOOP; END $$""",
    ]
