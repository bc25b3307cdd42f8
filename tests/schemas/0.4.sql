SET check_function_bodies = false;
CREATE EXTENSION IF NOT EXISTS vector;
--
-- PostgreSQL database dump
--




--
-- Name: public; Type: SCHEMA; Schema: -; Owner: -
--



--
-- Name: SCHEMA public; Type: COMMENT; Schema: -; Owner: -
--



--
-- Name: pgqueuer_status; Type: TYPE; Schema: public; Owner: -
--

CREATE TYPE public.pgqueuer_status AS ENUM (
    'queued',
    'picked',
    'successful',
    'exception',
    'canceled',
    'deleted',
    'failed'
);


--
-- Name: configuration_changed(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.configuration_changed() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public'
    AS $$
BEGIN
    UPDATE organisations SET config_version = config_version + 1
    WHERE id = coalesce(NEW.organisation_id, OLD.organisation_id);
    RETURN NULL;
END $$;


--
-- Name: fn_pgqueuer_changed(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.fn_pgqueuer_changed() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
DECLARE
    to_emit BOOLEAN := false;  -- Flag to decide whether to emit a notification
BEGIN
    -- Check operation type and set the emit flag accordingly
    IF TG_OP = 'UPDATE' AND OLD IS DISTINCT FROM NEW THEN
        to_emit := true;
    ELSIF TG_OP = 'DELETE' THEN
        to_emit := true;
    ELSIF TG_OP = 'INSERT' THEN
        to_emit := true;
    ELSIF TG_OP = 'TRUNCATE' THEN
        to_emit := true;
    END IF;

    -- Perform notification if the emit flag is set
    IF to_emit THEN
        PERFORM pg_notify(
            'ch_pgqueuer',
            json_build_object(
                'channel', 'ch_pgqueuer',
                'operation', lower(TG_OP),
                'sent_at', NOW(),
                'table', TG_TABLE_NAME,
                'type', 'table_changed_event'
            )::text
        );
    END IF;

    -- Return appropriate value based on the operation
    IF TG_OP IN ('INSERT', 'UPDATE') THEN
        RETURN NEW;
    ELSIF TG_OP = 'DELETE' THEN
        RETURN OLD;
    ELSE
        RETURN NULL; -- For TRUNCATE and other non-row-specific contexts
    END IF;

END;
$$;


--
-- Name: index_merged(uuid); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.index_merged(wanted uuid) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public'
    AS $$
DECLARE
    words tsvector;
    below tsvector;
BEGIN
    SELECT d.internal INTO words FROM search_documents d
        WHERE d.kind = 'ticket' AND d.id = wanted AND d.organisation_id = nullif(current_setting('app.org', true), '')::uuid;
    FOR below IN
        SELECT d.internal FROM search_documents d JOIN tickets t ON t.id = d.id
        WHERE d.kind = 'ticket' AND t.merged_into_id = wanted
            AND d.organisation_id = nullif(current_setting('app.org', true), '')::uuid
        ORDER BY t.number
    LOOP
        -- A document has room for one megabyte.
        IF pg_column_size(words) + pg_column_size(below) < 900000 THEN
            words := words || below;
        END IF;
    END LOOP;
    UPDATE search_documents d SET internal = words
        WHERE d.kind = 'ticket' AND d.id = wanted AND d.organisation_id = nullif(current_setting('app.org', true), '')::uuid;
END $$;


--
-- Name: index_passages(uuid, regconfig); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.index_passages(wanted uuid, config regconfig) RETURNS void
    LANGUAGE sql SECURITY DEFINER
    SET search_path TO 'public'
    AS $$
    DELETE FROM search_documents d WHERE d.kind = 'passage' AND d.organisation_id = nullif(current_setting('app.org', true), '')::uuid
        AND NOT EXISTS (SELECT 1 FROM passages p WHERE p.id = d.id);
    UPDATE passages p
    SET words = setweight(to_tsvector(config, a.title), 'A')
        || setweight(to_tsvector(config, p.heading), 'B')
        || setweight(to_tsvector(config, a.tags), 'C')
        || to_tsvector(config, p.body)
    FROM articles a
    WHERE a.id = p.article_id AND a.id = wanted AND a.organisation_id = nullif(current_setting('app.org', true), '')::uuid;
    INSERT INTO search_documents (kind, id, organisation_id, audience, public, internal)
    SELECT 'passage', p.id, p.organisation_id, a.audience, p.words, p.words
    FROM passages p JOIN articles a ON a.id = p.article_id
    WHERE a.id = wanted AND a.organisation_id = nullif(current_setting('app.org', true), '')::uuid
    ON CONFLICT (kind, id) DO UPDATE
        SET public = excluded.public, internal = excluded.internal, audience = excluded.audience
$$;


--
-- Name: index_ticket(uuid, regconfig); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.index_ticket(wanted uuid, config regconfig) RETURNS void
    LANGUAGE sql SECURITY DEFINER
    SET search_path TO 'public'
    AS $$
    INSERT INTO search_documents (kind, id, organisation_id, audience, public, internal)
    SELECT 'ticket', t.id, t.organisation_id, 'public',
           s.words || coalesce(said.public, ''),
           s.words || coalesce(said.all_of_it, '') || coalesce(filled.words, '')
    FROM tickets t
    CROSS JOIN LATERAL (
        SELECT setweight(to_tsvector('simple', t.number::text), 'A')
            || setweight(to_tsvector(config, t.subject), 'A') AS words
    ) s
    LEFT JOIN LATERAL (
        SELECT to_tsvector(config, left(string_agg(m.body, ' ')
                   FILTER (WHERE m.audience = 'public' AND (t.moved_at IS NULL OR m.created_at > t.moved_at)), 300000)) AS public,
               to_tsvector(config, left(string_agg(m.body, ' '), 300000)) AS all_of_it
        FROM messages m
        WHERE ((m.ticket_id = t.id AND m.split_into_id IS NULL) OR m.split_into_id = t.id) AND m.deleted_at IS NULL AND m.kind <> 'system'
    ) said ON true
    LEFT JOIN LATERAL (
        SELECT to_tsvector('simple', string_agg(v.value, ' ')) AS words
        FROM jsonb_each_text(t.custom_fields) v
        JOIN custom_fields f ON f.key = v.key AND f.organisation_id = t.organisation_id
        WHERE f.kind IN ('text', 'number', 'date', 'choice')
    ) filled ON t.custom_fields <> '{}'
    WHERE t.id = wanted AND t.organisation_id = nullif(current_setting('app.org', true), '')::uuid
    ON CONFLICT (kind, id) DO UPDATE SET public = excluded.public, internal = excluded.internal
$$;


--
-- Name: next_ticket_number(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.next_ticket_number() RETURNS bigint
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public'
    AS $$
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


--
-- Name: search_documents_for(text, tsquery, boolean, integer); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.search_documents_for(wanted text, query tsquery, as_staff boolean, most integer) RETURNS TABLE(id uuid, rank real, audience text)
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO 'public'
    SET enable_seqscan TO 'off'
    SET enable_indexscan TO 'off'
    AS $$
BEGIN
    IF as_staff THEN
        RETURN QUERY WITH hits AS MATERIALIZED (
            SELECT d.id, d.audience, d.internal AS words FROM search_documents d
            WHERE d.internal @@ query AND d.kind = wanted AND d.organisation_id = nullif(current_setting('app.org', true), '')::uuid
            LIMIT most
        ) SELECT hits.id, ts_rank(hits.words, query, 1), hits.audience FROM hits;
    ELSE
        RETURN QUERY WITH hits AS MATERIALIZED (
            SELECT d.id, d.audience, d.public AS words FROM search_documents d
            WHERE d.public @@ query AND d.kind = wanted AND d.organisation_id = nullif(current_setting('app.org', true), '')::uuid
            LIMIT most
        ) SELECT hits.id, ts_rank(hits.words, query, 1), hits.audience FROM hits;
    END IF;
END $$;


--
-- Name: wake(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.wake() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    PERFORM pg_notify(TG_TABLE_NAME, '');
    RETURN NULL;
END $$;




--
-- Name: alembic_version; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.alembic_version (
    version_num character varying(32) NOT NULL
);


--
-- Name: amendments; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.amendments (
    platform text NOT NULL,
    workspace text NOT NULL,
    channel text NOT NULL,
    external_id text NOT NULL,
    kind text NOT NULL,
    text text NOT NULL,
    at timestamp with time zone NOT NULL,
    organisation_id uuid NOT NULL,
    id uuid NOT NULL
);

ALTER TABLE ONLY public.amendments FORCE ROW LEVEL SECURITY;


--
-- Name: api_keys; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.api_keys (
    name text NOT NULL,
    key_hash text NOT NULL,
    hint text NOT NULL,
    person_id uuid NOT NULL,
    scopes jsonb NOT NULL,
    created_at timestamp with time zone NOT NULL,
    expires_at timestamp with time zone,
    revoked_at timestamp with time zone,
    id uuid NOT NULL,
    organisation_id uuid NOT NULL
);

ALTER TABLE ONLY public.api_keys FORCE ROW LEVEL SECURITY;


--
-- Name: article_vectors; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.article_vectors (
    organisation_id uuid NOT NULL,
    article_id uuid NOT NULL,
    model text,
    text_hash text,
    embedding public.halfvec(384),
    stale boolean DEFAULT true NOT NULL,
    changed_at timestamp with time zone DEFAULT now() NOT NULL
);

ALTER TABLE ONLY public.article_vectors FORCE ROW LEVEL SECURITY;


--
-- Name: articles; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.articles (
    slug text NOT NULL,
    title text NOT NULL,
    body text NOT NULL,
    audience text NOT NULL,
    status text NOT NULL,
    category text NOT NULL,
    tags jsonb NOT NULL,
    language text NOT NULL,
    origin text NOT NULL,
    checksum text NOT NULL,
    author_id uuid,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    id uuid NOT NULL,
    organisation_id uuid NOT NULL
);

ALTER TABLE ONLY public.articles FORCE ROW LEVEL SECURITY;


--
-- Name: asks; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.asks (
    person_id uuid,
    question text NOT NULL,
    answered boolean NOT NULL,
    citations jsonb NOT NULL,
    surface text NOT NULL,
    thread text,
    ticket_id uuid,
    created_at timestamp with time zone NOT NULL,
    id uuid NOT NULL,
    organisation_id uuid NOT NULL
);

ALTER TABLE ONLY public.asks FORCE ROW LEVEL SECURITY;


--
-- Name: attachments; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.attachments (
    ticket_id uuid,
    message_id uuid,
    person_id uuid,
    thread text,
    name text NOT NULL,
    media_type text NOT NULL,
    size bigint NOT NULL,
    sha256 text NOT NULL,
    storage_key text,
    thumbnail_key text,
    width bigint,
    height bigint,
    state text NOT NULL,
    problem text,
    origin jsonb NOT NULL,
    created_at timestamp with time zone NOT NULL,
    id uuid NOT NULL,
    organisation_id uuid NOT NULL
);

ALTER TABLE ONLY public.attachments FORCE ROW LEVEL SECURITY;


--
-- Name: categories; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.categories (
    name text NOT NULL,
    description text NOT NULL,
    icon text NOT NULL,
    colour text NOT NULL,
    active boolean NOT NULL,
    parent_id uuid,
    required_fields jsonb NOT NULL,
    created_at timestamp with time zone NOT NULL,
    id uuid NOT NULL,
    organisation_id uuid NOT NULL
);

ALTER TABLE ONLY public.categories FORCE ROW LEVEL SECURITY;


--
-- Name: channels; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.channels (
    platform text NOT NULL,
    workspace text NOT NULL,
    channel text NOT NULL,
    role text NOT NULL,
    team_id uuid,
    id uuid NOT NULL,
    organisation_id uuid NOT NULL,
    mode text DEFAULT 'public'::text NOT NULL,
    posts text DEFAULT 'questions'::text NOT NULL
);

ALTER TABLE ONLY public.channels FORCE ROW LEVEL SECURITY;


--
-- Name: chat_posts; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.chat_posts (
    channel text NOT NULL,
    thread_id uuid,
    author_id uuid,
    viewer_id uuid,
    content jsonb NOT NULL,
    delivery_id uuid,
    created_at timestamp with time zone NOT NULL,
    changed_at timestamp with time zone NOT NULL,
    edited_at timestamp with time zone,
    deleted_at timestamp with time zone,
    id uuid NOT NULL,
    organisation_id uuid NOT NULL
);

ALTER TABLE ONLY public.chat_posts FORCE ROW LEVEL SECURITY;


--
-- Name: chat_reads; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.chat_reads (
    person_id uuid NOT NULL,
    channel text NOT NULL,
    read_at timestamp with time zone NOT NULL,
    id uuid NOT NULL,
    organisation_id uuid NOT NULL
);

ALTER TABLE ONLY public.chat_reads FORCE ROW LEVEL SECURITY;


--
-- Name: clock_warnings; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.clock_warnings (
    clock_id uuid NOT NULL,
    ticket_id uuid NOT NULL,
    place_id uuid NOT NULL,
    bundle_id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    id uuid NOT NULL,
    organisation_id uuid NOT NULL
);

ALTER TABLE ONLY public.clock_warnings FORCE ROW LEVEL SECURITY;


--
-- Name: clocks; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.clocks (
    ticket_id uuid NOT NULL,
    metric text NOT NULL,
    state text NOT NULL,
    minutes bigint NOT NULL,
    counted double precision NOT NULL,
    running_since timestamp with time zone,
    due_at timestamp with time zone,
    met_at timestamp with time zone,
    breached_at timestamp with time zone,
    id uuid NOT NULL,
    organisation_id uuid NOT NULL,
    warned bigint,
    held_until timestamp with time zone
);

ALTER TABLE ONLY public.clocks FORCE ROW LEVEL SECURITY;


--
-- Name: custom_fields; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.custom_fields (
    id uuid NOT NULL,
    organisation_id uuid NOT NULL,
    key text NOT NULL,
    label text NOT NULL,
    kind text NOT NULL,
    hint text NOT NULL,
    choices jsonb NOT NULL,
    category_id uuid,
    "position" bigint NOT NULL,
    staff_only boolean NOT NULL,
    required_for_customers boolean NOT NULL,
    required_for_resolving boolean NOT NULL,
    active boolean NOT NULL,
    created_at timestamp with time zone NOT NULL
);

ALTER TABLE ONLY public.custom_fields FORCE ROW LEVEL SECURITY;


--
-- Name: deliveries; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.deliveries (
    platform text NOT NULL,
    workspace text NOT NULL,
    place_id uuid NOT NULL,
    kind text NOT NULL,
    ticket_id uuid,
    message_id uuid,
    event_id uuid,
    content jsonb,
    request_id text,
    viewer text,
    secret bytea,
    secret_until timestamp with time zone,
    external_id text,
    sent_at timestamp with time zone,
    seq bigint NOT NULL,
    lane text NOT NULL,
    state text NOT NULL,
    attempts bigint NOT NULL,
    next_at timestamp with time zone NOT NULL,
    leased_until timestamp with time zone,
    error text,
    created_at timestamp with time zone NOT NULL,
    id uuid NOT NULL,
    organisation_id uuid NOT NULL,
    leased_by uuid,
    aside boolean DEFAULT false NOT NULL
);

ALTER TABLE ONLY public.deliveries FORCE ROW LEVEL SECURITY;


--
-- Name: deliveries_seq_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.deliveries ALTER COLUMN seq ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.deliveries_seq_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: directory; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.directory (
    kind text NOT NULL,
    key text NOT NULL,
    organisation_id uuid NOT NULL
);


--
-- Name: drafts; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.drafts (
    person_id uuid NOT NULL,
    "values" jsonb NOT NULL,
    created_at timestamp with time zone NOT NULL,
    id uuid NOT NULL,
    organisation_id uuid NOT NULL
);

ALTER TABLE ONLY public.drafts FORCE ROW LEVEL SECURITY;


--
-- Name: due; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.due (
    organisation_id uuid NOT NULL,
    kind text NOT NULL,
    id uuid NOT NULL,
    due_at timestamp with time zone NOT NULL
);


--
-- Name: entry_links; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.entry_links (
    token_hash text NOT NULL,
    ticket_id uuid NOT NULL,
    person_id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    used_at timestamp with time zone,
    organisation_id uuid NOT NULL,
    id uuid NOT NULL
);

ALTER TABLE ONLY public.entry_links FORCE ROW LEVEL SECURITY;


--
-- Name: events; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.events (
    type text NOT NULL,
    ticket_id uuid,
    actor_id uuid,
    surface text NOT NULL,
    request_id text,
    at timestamp with time zone NOT NULL,
    data jsonb NOT NULL,
    "position" bigint,
    id uuid NOT NULL,
    organisation_id uuid NOT NULL
);

ALTER TABLE ONLY public.events FORCE ROW LEVEL SECURITY;


--
-- Name: followers; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.followers (
    organisation_id uuid NOT NULL,
    ticket_id uuid NOT NULL,
    person_id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL
);

ALTER TABLE ONLY public.followers FORCE ROW LEVEL SECURITY;


--
-- Name: held_replies; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.held_replies (
    ticket_id uuid NOT NULL,
    number bigint NOT NULL,
    author_id uuid NOT NULL,
    surface text NOT NULL,
    note_id uuid,
    body text NOT NULL,
    attachment_ids jsonb NOT NULL,
    state text NOT NULL,
    problem text NOT NULL,
    draft_id uuid,
    message_id uuid,
    place_id uuid,
    viewer text,
    created_at timestamp with time zone NOT NULL,
    due_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone,
    id uuid NOT NULL,
    organisation_id uuid NOT NULL,
    revision bigint
);

ALTER TABLE ONLY public.held_replies FORCE ROW LEVEL SECURITY;


--
-- Name: idempotency; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.idempotency (
    organisation_id uuid NOT NULL,
    owner text NOT NULL,
    key text NOT NULL,
    body_hash text NOT NULL,
    status bigint,
    answer jsonb,
    created_at timestamp with time zone NOT NULL
);

ALTER TABLE ONLY public.idempotency FORCE ROW LEVEL SECURITY;


--
-- Name: identities; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.identities (
    platform text NOT NULL,
    workspace text NOT NULL,
    external_id text NOT NULL,
    person_id uuid NOT NULL,
    direct text NOT NULL,
    guest boolean NOT NULL,
    checked_at timestamp with time zone NOT NULL,
    id uuid NOT NULL,
    organisation_id uuid NOT NULL
);

ALTER TABLE ONLY public.identities FORCE ROW LEVEL SECURITY;


--
-- Name: installations; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.installations (
    platform text NOT NULL,
    workspace text NOT NULL,
    enterprise text,
    is_enterprise_wide boolean NOT NULL,
    teams jsonb NOT NULL,
    name text NOT NULL,
    bot_user text NOT NULL,
    bot text NOT NULL,
    bot_name text NOT NULL,
    url text NOT NULL,
    scopes jsonb NOT NULL,
    token bytea,
    refresh_token bytea,
    expires_at timestamp with time zone,
    state text NOT NULL,
    end_reason text,
    installed_by uuid,
    installed_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone,
    id uuid NOT NULL,
    organisation_id uuid NOT NULL
);

ALTER TABLE ONLY public.installations FORCE ROW LEVEL SECURITY;


--
-- Name: joined_people; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.joined_people (
    person_id uuid NOT NULL,
    other_id uuid NOT NULL,
    moved jsonb NOT NULL,
    joined_at timestamp with time zone NOT NULL,
    parted_at timestamp with time zone,
    organisation_id uuid NOT NULL,
    id uuid NOT NULL
);

ALTER TABLE ONLY public.joined_people FORCE ROW LEVEL SECURITY;


--
-- Name: leases; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.leases (
    name text NOT NULL,
    holder uuid NOT NULL,
    until timestamp with time zone NOT NULL
);


--
-- Name: link_codes; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.link_codes (
    code_hash text NOT NULL,
    identity_id uuid NOT NULL,
    said_by uuid,
    created_at timestamp with time zone NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    said_at timestamp with time zone,
    agreed_at timestamp with time zone,
    ended_at timestamp with time zone,
    organisation_id uuid NOT NULL,
    id uuid NOT NULL
);

ALTER TABLE ONLY public.link_codes FORCE ROW LEVEL SECURITY;


--
-- Name: macros; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.macros (
    id uuid NOT NULL,
    organisation_id uuid NOT NULL,
    name text NOT NULL,
    description text NOT NULL,
    text text NOT NULL,
    as_note boolean NOT NULL,
    actions jsonb NOT NULL,
    team_id uuid,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL
);

ALTER TABLE ONLY public.macros FORCE ROW LEVEL SECURITY;


--
-- Name: message_reactions; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.message_reactions (
    message_id uuid NOT NULL,
    person_id uuid NOT NULL,
    place_id uuid,
    emoji text NOT NULL,
    by_staff boolean NOT NULL,
    created_at timestamp with time zone NOT NULL,
    organisation_id uuid NOT NULL,
    id uuid NOT NULL
);

ALTER TABLE ONLY public.message_reactions FORCE ROW LEVEL SECURITY;


--
-- Name: message_refs; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.message_refs (
    place_id uuid NOT NULL,
    kind text NOT NULL,
    message_id uuid,
    external_id text NOT NULL,
    id uuid NOT NULL,
    organisation_id uuid NOT NULL,
    stood_at timestamp with time zone
);

ALTER TABLE ONLY public.message_refs FORCE ROW LEVEL SECURITY;


--
-- Name: messages; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.messages (
    ticket_id uuid NOT NULL,
    kind text NOT NULL,
    audience text NOT NULL,
    body text NOT NULL,
    author_id uuid,
    author_role text NOT NULL,
    surface text NOT NULL,
    place_id uuid,
    created_at timestamp with time zone NOT NULL,
    edited_at timestamp with time zone,
    deleted_at timestamp with time zone,
    attributes jsonb NOT NULL,
    id uuid NOT NULL,
    organisation_id uuid NOT NULL,
    split_into_id uuid,
    copy_of_id uuid
);

ALTER TABLE ONLY public.messages FORCE ROW LEVEL SECURITY;


--
-- Name: organisations; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.organisations (
    id uuid NOT NULL,
    slug text NOT NULL,
    name text NOT NULL,
    ticket_prefix text NOT NULL,
    language text NOT NULL,
    timezone text NOT NULL,
    is_demo boolean NOT NULL,
    settings jsonb NOT NULL,
    config_version bigint NOT NULL,
    created_at timestamp with time zone NOT NULL
);


--
-- Name: passage_vectors; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.passage_vectors (
    organisation_id uuid NOT NULL,
    passage_id uuid NOT NULL,
    model text,
    text_hash text,
    embedding public.halfvec(384),
    stale boolean DEFAULT true NOT NULL,
    changed_at timestamp with time zone DEFAULT now() NOT NULL
);

ALTER TABLE ONLY public.passage_vectors FORCE ROW LEVEL SECURITY;


--
-- Name: passages; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.passages (
    article_id uuid NOT NULL,
    "position" bigint NOT NULL,
    heading text NOT NULL,
    body text NOT NULL,
    words tsvector,
    id uuid NOT NULL,
    organisation_id uuid NOT NULL
);

ALTER TABLE ONLY public.passages FORCE ROW LEVEL SECURITY;


--
-- Name: people; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.people (
    email text,
    name text NOT NULL,
    role text NOT NULL,
    status text NOT NULL,
    team_id uuid,
    phone text,
    timezone text,
    language text,
    avatar_url text,
    preferences jsonb NOT NULL,
    password_hash text,
    last_login_at timestamp with time zone,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    id uuid NOT NULL,
    organisation_id uuid NOT NULL,
    joined_into_id uuid
);

ALTER TABLE ONLY public.people FORCE ROW LEVEL SECURITY;


--
-- Name: person_notes; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.person_notes (
    id uuid NOT NULL,
    organisation_id uuid NOT NULL,
    person_id uuid NOT NULL,
    author_id uuid,
    body text NOT NULL,
    created_at timestamp with time zone NOT NULL
);

ALTER TABLE ONLY public.person_notes FORCE ROW LEVEL SECURITY;


--
-- Name: pgqueuer; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.pgqueuer (
    id bigint NOT NULL,
    priority integer NOT NULL,
    queue_manager_id uuid,
    created timestamp with time zone DEFAULT now() NOT NULL,
    updated timestamp with time zone DEFAULT now() NOT NULL,
    heartbeat timestamp with time zone DEFAULT now() NOT NULL,
    execute_after timestamp with time zone DEFAULT now() NOT NULL,
    status public.pgqueuer_status NOT NULL,
    entrypoint text NOT NULL,
    dedupe_key text,
    payload bytea,
    headers jsonb,
    attempts integer DEFAULT 0 NOT NULL,
    slot bigint
);


--
-- Name: pgqueuer_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

CREATE SEQUENCE public.pgqueuer_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


--
-- Name: pgqueuer_id_seq; Type: SEQUENCE OWNED BY; Schema: public; Owner: -
--

ALTER SEQUENCE public.pgqueuer_id_seq OWNED BY public.pgqueuer.id;


--
-- Name: pgqueuer_log; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.pgqueuer_log (
    id bigint NOT NULL,
    created timestamp with time zone DEFAULT now() NOT NULL,
    job_id bigint NOT NULL,
    status public.pgqueuer_status NOT NULL,
    priority integer NOT NULL,
    entrypoint text NOT NULL,
    traceback jsonb,
    aggregated boolean DEFAULT false
);


--
-- Name: pgqueuer_log_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.pgqueuer_log ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.pgqueuer_log_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: pgqueuer_schedules; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.pgqueuer_schedules (
    id bigint NOT NULL,
    expression text NOT NULL,
    entrypoint text NOT NULL,
    heartbeat timestamp with time zone DEFAULT now() NOT NULL,
    created timestamp with time zone DEFAULT now() NOT NULL,
    updated timestamp with time zone DEFAULT now() NOT NULL,
    next_run timestamp with time zone DEFAULT now() NOT NULL,
    last_run timestamp with time zone,
    status public.pgqueuer_status DEFAULT 'queued'::public.pgqueuer_status
);


--
-- Name: pgqueuer_schedules_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

CREATE SEQUENCE public.pgqueuer_schedules_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


--
-- Name: pgqueuer_schedules_id_seq; Type: SEQUENCE OWNED BY; Schema: public; Owner: -
--

ALTER SEQUENCE public.pgqueuer_schedules_id_seq OWNED BY public.pgqueuer_schedules.id;


--
-- Name: pgqueuer_statistics; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.pgqueuer_statistics (
    id bigint NOT NULL,
    created timestamp with time zone DEFAULT date_trunc('sec'::text, now()) NOT NULL,
    count bigint NOT NULL,
    priority integer NOT NULL,
    status public.pgqueuer_status NOT NULL,
    entrypoint text NOT NULL
);


--
-- Name: pgqueuer_statistics_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

CREATE SEQUENCE public.pgqueuer_statistics_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


--
-- Name: pgqueuer_statistics_id_seq; Type: SEQUENCE OWNED BY; Schema: public; Owner: -
--

ALTER SEQUENCE public.pgqueuer_statistics_id_seq OWNED BY public.pgqueuer_statistics.id;


--
-- Name: places; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.places (
    platform text NOT NULL,
    workspace text NOT NULL,
    channel text NOT NULL,
    thread text,
    role text NOT NULL,
    audience text NOT NULL,
    ticket_id uuid,
    person_id uuid,
    created_at timestamp with time zone NOT NULL,
    id uuid NOT NULL,
    organisation_id uuid NOT NULL,
    shared boolean DEFAULT false NOT NULL,
    left_at timestamp with time zone,
    instead_of uuid
);

ALTER TABLE ONLY public.places FORCE ROW LEVEL SECURITY;


--
-- Name: presences; Type: TABLE; Schema: public; Owner: -
--

CREATE UNLOGGED TABLE public.presences (
    ticket_id uuid NOT NULL,
    person_id uuid NOT NULL,
    act text NOT NULL,
    until timestamp with time zone NOT NULL,
    organisation_id uuid NOT NULL,
    id uuid NOT NULL
);

ALTER TABLE ONLY public.presences FORCE ROW LEVEL SECURITY;


--
-- Name: rate_buckets; Type: TABLE; Schema: public; Owner: -
--

CREATE UNLOGGED TABLE public.rate_buckets (
    name text NOT NULL,
    level double precision NOT NULL,
    at timestamp with time zone NOT NULL,
    taken boolean NOT NULL
);


--
-- Name: receipts; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.receipts (
    key text NOT NULL,
    organisation_id uuid,
    payload jsonb,
    handled_at timestamp with time zone,
    seq bigint NOT NULL,
    lane text NOT NULL,
    state text NOT NULL,
    attempts bigint NOT NULL,
    next_at timestamp with time zone NOT NULL,
    leased_until timestamp with time zone,
    error text,
    created_at timestamp with time zone NOT NULL,
    leased_by uuid
);


--
-- Name: receipts_seq_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.receipts ALTER COLUMN seq ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.receipts_seq_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: recent_tickets; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.recent_tickets (
    organisation_id uuid NOT NULL,
    person_id uuid NOT NULL,
    ticket_id uuid NOT NULL,
    at timestamp with time zone NOT NULL
);

ALTER TABLE ONLY public.recent_tickets FORCE ROW LEVEL SECURITY;


--
-- Name: search_documents; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.search_documents (
    kind text NOT NULL,
    id uuid NOT NULL,
    organisation_id uuid NOT NULL,
    audience text NOT NULL,
    public tsvector NOT NULL,
    internal tsvector NOT NULL
);


--
-- Name: sessions; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.sessions (
    token_hash text NOT NULL,
    person_id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    id uuid NOT NULL,
    organisation_id uuid NOT NULL
);

ALTER TABLE ONLY public.sessions FORCE ROW LEVEL SECURITY;


--
-- Name: sla_policies; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.sla_policies (
    name text NOT NULL,
    description text NOT NULL,
    is_default boolean NOT NULL,
    active boolean NOT NULL,
    created_at timestamp with time zone NOT NULL,
    id uuid NOT NULL,
    organisation_id uuid NOT NULL
);

ALTER TABLE ONLY public.sla_policies FORCE ROW LEVEL SECURITY;


--
-- Name: sla_targets; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.sla_targets (
    policy_id uuid NOT NULL,
    priority text NOT NULL,
    metric text NOT NULL,
    minutes bigint NOT NULL,
    id uuid NOT NULL,
    organisation_id uuid NOT NULL
);

ALTER TABLE ONLY public.sla_targets FORCE ROW LEVEL SECURITY;


--
-- Name: statuses; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.statuses (
    name text NOT NULL,
    base text NOT NULL,
    "position" bigint NOT NULL,
    hidden boolean NOT NULL,
    id uuid NOT NULL,
    organisation_id uuid NOT NULL
);

ALTER TABLE ONLY public.statuses FORCE ROW LEVEL SECURITY;


--
-- Name: stumbles; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.stumbles (
    platform text NOT NULL,
    workspace text NOT NULL,
    kind text NOT NULL,
    what text NOT NULL,
    reason text NOT NULL,
    at timestamp with time zone NOT NULL,
    until timestamp with time zone,
    organisation_id uuid NOT NULL,
    id uuid NOT NULL
);

ALTER TABLE ONLY public.stumbles FORCE ROW LEVEL SECURITY;


--
-- Name: subscriptions; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.subscriptions (
    platform text NOT NULL,
    workspace text NOT NULL,
    channel text NOT NULL,
    wanted jsonb NOT NULL,
    organisation_id uuid NOT NULL,
    id uuid NOT NULL
);

ALTER TABLE ONLY public.subscriptions FORCE ROW LEVEL SECURITY;


--
-- Name: surveys; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.surveys (
    ticket_id uuid NOT NULL,
    requester_id uuid NOT NULL,
    assignee_id uuid,
    team_id uuid,
    kind text NOT NULL,
    score bigint,
    comment text NOT NULL,
    asked_at timestamp with time zone NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    answered_at timestamp with time zone,
    changed_at timestamp with time zone,
    reopened_at timestamp with time zone,
    id uuid NOT NULL,
    organisation_id uuid NOT NULL
);

ALTER TABLE ONLY public.surveys FORCE ROW LEVEL SECURITY;


--
-- Name: tags; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.tags (
    name text NOT NULL,
    id uuid NOT NULL,
    organisation_id uuid NOT NULL
);

ALTER TABLE ONLY public.tags FORCE ROW LEVEL SECURITY;


--
-- Name: team_groups; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.team_groups (
    platform text NOT NULL,
    workspace text NOT NULL,
    external_id text NOT NULL,
    team_id uuid NOT NULL,
    followed_at timestamp with time zone,
    id uuid NOT NULL,
    organisation_id uuid NOT NULL
);

ALTER TABLE ONLY public.team_groups FORCE ROW LEVEL SECURITY;


--
-- Name: team_members; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.team_members (
    organisation_id uuid NOT NULL,
    team_id uuid NOT NULL,
    person_id uuid NOT NULL
);

ALTER TABLE ONLY public.team_members FORCE ROW LEVEL SECURITY;


--
-- Name: teams; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.teams (
    name text NOT NULL,
    description text NOT NULL,
    email text,
    manager_id uuid,
    is_private boolean NOT NULL,
    created_at timestamp with time zone NOT NULL,
    id uuid NOT NULL,
    organisation_id uuid NOT NULL,
    is_escalation boolean DEFAULT false NOT NULL
);

ALTER TABLE ONLY public.teams FORCE ROW LEVEL SECURITY;


--
-- Name: ticket_links; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.ticket_links (
    ticket_id uuid NOT NULL,
    other_id uuid NOT NULL,
    kind text NOT NULL,
    created_at timestamp with time zone NOT NULL,
    id uuid NOT NULL,
    organisation_id uuid NOT NULL
);

ALTER TABLE ONLY public.ticket_links FORCE ROW LEVEL SECURITY;


--
-- Name: ticket_moves; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.ticket_moves (
    ticket_id uuid NOT NULL,
    from_id uuid NOT NULL,
    to_id uuid NOT NULL,
    at timestamp with time zone NOT NULL,
    subject text NOT NULL,
    undoes boolean NOT NULL,
    id uuid NOT NULL,
    organisation_id uuid NOT NULL
);

ALTER TABLE ONLY public.ticket_moves FORCE ROW LEVEL SECURITY;


--
-- Name: ticket_tags; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.ticket_tags (
    organisation_id uuid NOT NULL,
    ticket_id uuid NOT NULL,
    tag_id uuid NOT NULL
);

ALTER TABLE ONLY public.ticket_tags FORCE ROW LEVEL SECURITY;


--
-- Name: ticket_vectors; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.ticket_vectors (
    organisation_id uuid NOT NULL,
    ticket_id uuid NOT NULL,
    model text,
    text_hash text,
    embedding public.halfvec(384),
    stale boolean DEFAULT true NOT NULL,
    changed_at timestamp with time zone DEFAULT now() NOT NULL
);

ALTER TABLE ONLY public.ticket_vectors FORCE ROW LEVEL SECURITY;


--
-- Name: tickets; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.tickets (
    number bigint NOT NULL,
    subject text NOT NULL,
    status_id uuid NOT NULL,
    priority text NOT NULL,
    category_id uuid,
    subcategory_id uuid,
    requester_id uuid NOT NULL,
    assignee_id uuid,
    team_id uuid,
    policy_id uuid,
    source text NOT NULL,
    language text NOT NULL,
    revision bigint NOT NULL,
    last_said_by text NOT NULL,
    message_count bigint NOT NULL,
    custom_fields jsonb NOT NULL,
    due_at timestamp with time zone,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    resolved_at timestamp with time zone,
    closed_at timestamp with time zone,
    deleted_at timestamp with time zone,
    merged_into_id uuid,
    id uuid NOT NULL,
    organisation_id uuid NOT NULL,
    snoozed_until timestamp with time zone,
    escalated_at timestamp with time zone,
    merged_at timestamp with time zone,
    joined_at timestamp with time zone,
    lines_paused_at timestamp with time zone,
    split_at timestamp with time zone,
    moved_at timestamp with time zone,
    gathered_at timestamp with time zone,
    gathers_since timestamp with time zone,
    answer_outdated_at timestamp with time zone,
    alike jsonb,
    split_from_id uuid,
    gathered_into_id uuid
);

ALTER TABLE ONLY public.tickets FORCE ROW LEVEL SECURITY;


--
-- Name: upload_links; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.upload_links (
    token_hash text NOT NULL,
    ticket_id uuid NOT NULL,
    person_id uuid NOT NULL,
    audience text NOT NULL,
    created_at timestamp with time zone NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    used_at timestamp with time zone,
    id uuid NOT NULL,
    organisation_id uuid NOT NULL
);

ALTER TABLE ONLY public.upload_links FORCE ROW LEVEL SECURITY;


--
-- Name: workspace_settings; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.workspace_settings (
    platform text NOT NULL,
    workspace text NOT NULL,
    reactions jsonb NOT NULL,
    alert_bots jsonb NOT NULL,
    organisation_id uuid NOT NULL,
    id uuid NOT NULL
);

ALTER TABLE ONLY public.workspace_settings FORCE ROW LEVEL SECURITY;


--
-- Name: pgqueuer id; Type: DEFAULT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.pgqueuer ALTER COLUMN id SET DEFAULT nextval('public.pgqueuer_id_seq'::regclass);


--
-- Name: pgqueuer_schedules id; Type: DEFAULT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.pgqueuer_schedules ALTER COLUMN id SET DEFAULT nextval('public.pgqueuer_schedules_id_seq'::regclass);


--
-- Name: pgqueuer_statistics id; Type: DEFAULT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.pgqueuer_statistics ALTER COLUMN id SET DEFAULT nextval('public.pgqueuer_statistics_id_seq'::regclass);


--
-- Name: alembic_version alembic_version_pkc; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.alembic_version
    ADD CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num);


--
-- Name: pgqueuer_log pgqueuer_log_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.pgqueuer_log
    ADD CONSTRAINT pgqueuer_log_pkey PRIMARY KEY (id);


--
-- Name: pgqueuer pgqueuer_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.pgqueuer
    ADD CONSTRAINT pgqueuer_pkey PRIMARY KEY (id);


--
-- Name: pgqueuer_schedules pgqueuer_schedules_expression_entrypoint_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.pgqueuer_schedules
    ADD CONSTRAINT pgqueuer_schedules_expression_entrypoint_key UNIQUE (expression, entrypoint);


--
-- Name: pgqueuer_schedules pgqueuer_schedules_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.pgqueuer_schedules
    ADD CONSTRAINT pgqueuer_schedules_pkey PRIMARY KEY (id);


--
-- Name: pgqueuer_statistics pgqueuer_statistics_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.pgqueuer_statistics
    ADD CONSTRAINT pgqueuer_statistics_pkey PRIMARY KEY (id);


--
-- Name: amendments pk_amendments; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.amendments
    ADD CONSTRAINT pk_amendments PRIMARY KEY (id);


--
-- Name: api_keys pk_api_keys; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.api_keys
    ADD CONSTRAINT pk_api_keys PRIMARY KEY (id);


--
-- Name: article_vectors pk_article_vectors; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.article_vectors
    ADD CONSTRAINT pk_article_vectors PRIMARY KEY (article_id);


--
-- Name: articles pk_articles; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.articles
    ADD CONSTRAINT pk_articles PRIMARY KEY (id);


--
-- Name: asks pk_asks; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.asks
    ADD CONSTRAINT pk_asks PRIMARY KEY (id);


--
-- Name: attachments pk_attachments; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.attachments
    ADD CONSTRAINT pk_attachments PRIMARY KEY (id);


--
-- Name: categories pk_categories; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.categories
    ADD CONSTRAINT pk_categories PRIMARY KEY (id);


--
-- Name: channels pk_channels; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.channels
    ADD CONSTRAINT pk_channels PRIMARY KEY (id);


--
-- Name: chat_posts pk_chat_posts; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.chat_posts
    ADD CONSTRAINT pk_chat_posts PRIMARY KEY (id);


--
-- Name: chat_reads pk_chat_reads; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.chat_reads
    ADD CONSTRAINT pk_chat_reads PRIMARY KEY (id);


--
-- Name: clock_warnings pk_clock_warnings; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.clock_warnings
    ADD CONSTRAINT pk_clock_warnings PRIMARY KEY (id);


--
-- Name: clocks pk_clocks; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.clocks
    ADD CONSTRAINT pk_clocks PRIMARY KEY (id);


--
-- Name: custom_fields pk_custom_fields; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.custom_fields
    ADD CONSTRAINT pk_custom_fields PRIMARY KEY (id);


--
-- Name: deliveries pk_deliveries; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.deliveries
    ADD CONSTRAINT pk_deliveries PRIMARY KEY (id);


--
-- Name: directory pk_directory; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.directory
    ADD CONSTRAINT pk_directory PRIMARY KEY (kind, key);


--
-- Name: drafts pk_drafts; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.drafts
    ADD CONSTRAINT pk_drafts PRIMARY KEY (id);


--
-- Name: due pk_due; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.due
    ADD CONSTRAINT pk_due PRIMARY KEY (organisation_id, kind, id);


--
-- Name: entry_links pk_entry_links; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.entry_links
    ADD CONSTRAINT pk_entry_links PRIMARY KEY (id);


--
-- Name: events pk_events; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.events
    ADD CONSTRAINT pk_events PRIMARY KEY (id);


--
-- Name: followers pk_followers; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.followers
    ADD CONSTRAINT pk_followers PRIMARY KEY (ticket_id, person_id);


--
-- Name: held_replies pk_held_replies; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.held_replies
    ADD CONSTRAINT pk_held_replies PRIMARY KEY (id);


--
-- Name: idempotency pk_idempotency; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.idempotency
    ADD CONSTRAINT pk_idempotency PRIMARY KEY (organisation_id, owner, key);


--
-- Name: identities pk_identities; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.identities
    ADD CONSTRAINT pk_identities PRIMARY KEY (id);


--
-- Name: installations pk_installations; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.installations
    ADD CONSTRAINT pk_installations PRIMARY KEY (id);


--
-- Name: joined_people pk_joined_people; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.joined_people
    ADD CONSTRAINT pk_joined_people PRIMARY KEY (id);


--
-- Name: leases pk_leases; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.leases
    ADD CONSTRAINT pk_leases PRIMARY KEY (name);


--
-- Name: link_codes pk_link_codes; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.link_codes
    ADD CONSTRAINT pk_link_codes PRIMARY KEY (id);


--
-- Name: macros pk_macros; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.macros
    ADD CONSTRAINT pk_macros PRIMARY KEY (id);


--
-- Name: message_reactions pk_message_reactions; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.message_reactions
    ADD CONSTRAINT pk_message_reactions PRIMARY KEY (id);


--
-- Name: message_refs pk_message_refs; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.message_refs
    ADD CONSTRAINT pk_message_refs PRIMARY KEY (id);


--
-- Name: messages pk_messages; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.messages
    ADD CONSTRAINT pk_messages PRIMARY KEY (id);


--
-- Name: organisations pk_organisations; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.organisations
    ADD CONSTRAINT pk_organisations PRIMARY KEY (id);


--
-- Name: passage_vectors pk_passage_vectors; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.passage_vectors
    ADD CONSTRAINT pk_passage_vectors PRIMARY KEY (passage_id);


--
-- Name: passages pk_passages; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.passages
    ADD CONSTRAINT pk_passages PRIMARY KEY (id);


--
-- Name: people pk_people; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.people
    ADD CONSTRAINT pk_people PRIMARY KEY (id);


--
-- Name: person_notes pk_person_notes; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.person_notes
    ADD CONSTRAINT pk_person_notes PRIMARY KEY (id);


--
-- Name: places pk_places; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.places
    ADD CONSTRAINT pk_places PRIMARY KEY (id);


--
-- Name: presences pk_presences; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.presences
    ADD CONSTRAINT pk_presences PRIMARY KEY (id);


--
-- Name: rate_buckets pk_rate_buckets; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.rate_buckets
    ADD CONSTRAINT pk_rate_buckets PRIMARY KEY (name);


--
-- Name: receipts pk_receipts; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.receipts
    ADD CONSTRAINT pk_receipts PRIMARY KEY (key);


--
-- Name: recent_tickets pk_recent_tickets; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.recent_tickets
    ADD CONSTRAINT pk_recent_tickets PRIMARY KEY (person_id, ticket_id);


--
-- Name: search_documents pk_search_documents; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.search_documents
    ADD CONSTRAINT pk_search_documents PRIMARY KEY (kind, id);


--
-- Name: sessions pk_sessions; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.sessions
    ADD CONSTRAINT pk_sessions PRIMARY KEY (id);


--
-- Name: sla_policies pk_sla_policies; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.sla_policies
    ADD CONSTRAINT pk_sla_policies PRIMARY KEY (id);


--
-- Name: sla_targets pk_sla_targets; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.sla_targets
    ADD CONSTRAINT pk_sla_targets PRIMARY KEY (id);


--
-- Name: statuses pk_statuses; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.statuses
    ADD CONSTRAINT pk_statuses PRIMARY KEY (id);


--
-- Name: stumbles pk_stumbles; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.stumbles
    ADD CONSTRAINT pk_stumbles PRIMARY KEY (id);


--
-- Name: subscriptions pk_subscriptions; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.subscriptions
    ADD CONSTRAINT pk_subscriptions PRIMARY KEY (id);


--
-- Name: surveys pk_surveys; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.surveys
    ADD CONSTRAINT pk_surveys PRIMARY KEY (id);


--
-- Name: tags pk_tags; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.tags
    ADD CONSTRAINT pk_tags PRIMARY KEY (id);


--
-- Name: team_groups pk_team_groups; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.team_groups
    ADD CONSTRAINT pk_team_groups PRIMARY KEY (id);


--
-- Name: team_members pk_team_members; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.team_members
    ADD CONSTRAINT pk_team_members PRIMARY KEY (team_id, person_id);


--
-- Name: teams pk_teams; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.teams
    ADD CONSTRAINT pk_teams PRIMARY KEY (id);


--
-- Name: ticket_links pk_ticket_links; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.ticket_links
    ADD CONSTRAINT pk_ticket_links PRIMARY KEY (id);


--
-- Name: ticket_moves pk_ticket_moves; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.ticket_moves
    ADD CONSTRAINT pk_ticket_moves PRIMARY KEY (id);


--
-- Name: ticket_tags pk_ticket_tags; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.ticket_tags
    ADD CONSTRAINT pk_ticket_tags PRIMARY KEY (ticket_id, tag_id);


--
-- Name: ticket_vectors pk_ticket_vectors; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.ticket_vectors
    ADD CONSTRAINT pk_ticket_vectors PRIMARY KEY (ticket_id);


--
-- Name: tickets pk_tickets; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.tickets
    ADD CONSTRAINT pk_tickets PRIMARY KEY (id);


--
-- Name: upload_links pk_upload_links; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.upload_links
    ADD CONSTRAINT pk_upload_links PRIMARY KEY (id);


--
-- Name: workspace_settings pk_workspace_settings; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.workspace_settings
    ADD CONSTRAINT pk_workspace_settings PRIMARY KEY (id);


--
-- Name: amendments uq_amendments_organisation_id_platform_workspace_channe_4df3; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.amendments
    ADD CONSTRAINT uq_amendments_organisation_id_platform_workspace_channe_4df3 UNIQUE (organisation_id, platform, workspace, channel, external_id);


--
-- Name: api_keys uq_api_keys_key_hash; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.api_keys
    ADD CONSTRAINT uq_api_keys_key_hash UNIQUE (key_hash);


--
-- Name: articles uq_articles_organisation_id_slug; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.articles
    ADD CONSTRAINT uq_articles_organisation_id_slug UNIQUE (organisation_id, slug);


--
-- Name: categories uq_categories_organisation_id_parent_id_name; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.categories
    ADD CONSTRAINT uq_categories_organisation_id_parent_id_name UNIQUE NULLS NOT DISTINCT (organisation_id, parent_id, name);


--
-- Name: channels uq_channels_organisation_id_platform_workspace_channel; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.channels
    ADD CONSTRAINT uq_channels_organisation_id_platform_workspace_channel UNIQUE (organisation_id, platform, workspace, channel);


--
-- Name: chat_posts uq_chat_posts_organisation_id_delivery_id; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.chat_posts
    ADD CONSTRAINT uq_chat_posts_organisation_id_delivery_id UNIQUE (organisation_id, delivery_id);


--
-- Name: chat_reads uq_chat_reads_person_id_channel; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.chat_reads
    ADD CONSTRAINT uq_chat_reads_person_id_channel UNIQUE (person_id, channel);


--
-- Name: clock_warnings uq_clock_warnings_clock_id_place_id; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.clock_warnings
    ADD CONSTRAINT uq_clock_warnings_clock_id_place_id UNIQUE (clock_id, place_id);


--
-- Name: clocks uq_clocks_ticket_id_metric; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.clocks
    ADD CONSTRAINT uq_clocks_ticket_id_metric UNIQUE (ticket_id, metric);


--
-- Name: custom_fields uq_custom_fields_organisation_id_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.custom_fields
    ADD CONSTRAINT uq_custom_fields_organisation_id_key UNIQUE (organisation_id, key);


--
-- Name: entry_links uq_entry_links_token_hash; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.entry_links
    ADD CONSTRAINT uq_entry_links_token_hash UNIQUE (token_hash);


--
-- Name: events uq_events_position; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.events
    ADD CONSTRAINT uq_events_position UNIQUE ("position");


--
-- Name: identities uq_identities_organisation_id_platform_workspace_external_id; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.identities
    ADD CONSTRAINT uq_identities_organisation_id_platform_workspace_external_id UNIQUE (organisation_id, platform, workspace, external_id);


--
-- Name: installations uq_installations_organisation_id_platform_workspace; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.installations
    ADD CONSTRAINT uq_installations_organisation_id_platform_workspace UNIQUE (organisation_id, platform, workspace);


--
-- Name: link_codes uq_link_codes_organisation_id_code_hash; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.link_codes
    ADD CONSTRAINT uq_link_codes_organisation_id_code_hash UNIQUE (organisation_id, code_hash);


--
-- Name: macros uq_macros_organisation_id_name; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.macros
    ADD CONSTRAINT uq_macros_organisation_id_name UNIQUE (organisation_id, name);


--
-- Name: message_refs uq_message_refs_place_id_external_id_kind; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.message_refs
    ADD CONSTRAINT uq_message_refs_place_id_external_id_kind UNIQUE (place_id, external_id, kind);


--
-- Name: organisations uq_organisations_slug; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.organisations
    ADD CONSTRAINT uq_organisations_slug UNIQUE (slug);


--
-- Name: people uq_people_organisation_id_email; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.people
    ADD CONSTRAINT uq_people_organisation_id_email UNIQUE (organisation_id, email);


--
-- Name: presences uq_presences_ticket_id_person_id_act; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.presences
    ADD CONSTRAINT uq_presences_ticket_id_person_id_act UNIQUE (ticket_id, person_id, act);


--
-- Name: sessions uq_sessions_token_hash; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.sessions
    ADD CONSTRAINT uq_sessions_token_hash UNIQUE (token_hash);


--
-- Name: sla_policies uq_sla_policies_organisation_id_name; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.sla_policies
    ADD CONSTRAINT uq_sla_policies_organisation_id_name UNIQUE (organisation_id, name);


--
-- Name: sla_targets uq_sla_targets_policy_id_priority_metric; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.sla_targets
    ADD CONSTRAINT uq_sla_targets_policy_id_priority_metric UNIQUE (policy_id, priority, metric);


--
-- Name: statuses uq_statuses_organisation_id_name; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.statuses
    ADD CONSTRAINT uq_statuses_organisation_id_name UNIQUE (organisation_id, name);


--
-- Name: subscriptions uq_subscriptions_organisation_id_platform_workspace_channel; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.subscriptions
    ADD CONSTRAINT uq_subscriptions_organisation_id_platform_workspace_channel UNIQUE (organisation_id, platform, workspace, channel);


--
-- Name: tags uq_tags_organisation_id_name; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.tags
    ADD CONSTRAINT uq_tags_organisation_id_name UNIQUE (organisation_id, name);


--
-- Name: team_groups uq_team_groups_organisation_id_platform_workspace_external_id; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.team_groups
    ADD CONSTRAINT uq_team_groups_organisation_id_platform_workspace_external_id UNIQUE (organisation_id, platform, workspace, external_id);


--
-- Name: teams uq_teams_organisation_id_name; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.teams
    ADD CONSTRAINT uq_teams_organisation_id_name UNIQUE (organisation_id, name);


--
-- Name: ticket_links uq_ticket_links_ticket_id_other_id_kind; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.ticket_links
    ADD CONSTRAINT uq_ticket_links_ticket_id_other_id_kind UNIQUE (ticket_id, other_id, kind);


--
-- Name: tickets uq_tickets_organisation_id_number; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.tickets
    ADD CONSTRAINT uq_tickets_organisation_id_number UNIQUE (organisation_id, number);


--
-- Name: upload_links uq_upload_links_token_hash; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.upload_links
    ADD CONSTRAINT uq_upload_links_token_hash UNIQUE (token_hash);


--
-- Name: workspace_settings uq_workspace_settings_organisation_id_platform_workspace; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.workspace_settings
    ADD CONSTRAINT uq_workspace_settings_organisation_id_platform_workspace UNIQUE (organisation_id, platform, workspace);


--
-- Name: ix_amendments_at; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_amendments_at ON public.amendments USING btree (at);


--
-- Name: ix_amendments_organisation_id; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_amendments_organisation_id ON public.amendments USING btree (organisation_id);


--
-- Name: ix_api_keys_organisation_id; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_api_keys_organisation_id ON public.api_keys USING btree (organisation_id);


--
-- Name: ix_api_keys_person_id; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_api_keys_person_id ON public.api_keys USING btree (person_id);


--
-- Name: ix_article_vectors_model; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_article_vectors_model ON public.article_vectors USING btree (model);


--
-- Name: ix_article_vectors_organisation_id; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_article_vectors_organisation_id ON public.article_vectors USING btree (organisation_id);


--
-- Name: ix_article_vectors_stale; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_article_vectors_stale ON public.article_vectors USING btree (organisation_id) WHERE stale;


--
-- Name: ix_articles_organisation_id; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_articles_organisation_id ON public.articles USING btree (organisation_id);


--
-- Name: ix_asks_gaps; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_asks_gaps ON public.asks USING btree (organisation_id, answered, created_at);


--
-- Name: ix_asks_organisation_id; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_asks_organisation_id ON public.asks USING btree (organisation_id);


--
-- Name: ix_attachments_message_id; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_attachments_message_id ON public.attachments USING btree (message_id);


--
-- Name: ix_attachments_organisation_id; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_attachments_organisation_id ON public.attachments USING btree (organisation_id);


--
-- Name: ix_attachments_person_id; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_attachments_person_id ON public.attachments USING btree (person_id);


--
-- Name: ix_attachments_removed; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_attachments_removed ON public.attachments USING btree (created_at) WHERE (state = 'removed'::text);


--
-- Name: ix_attachments_ticket_id; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_attachments_ticket_id ON public.attachments USING btree (ticket_id);


--
-- Name: ix_attachments_unsaid; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_attachments_unsaid ON public.attachments USING btree (created_at) WHERE (message_id IS NULL);


--
-- Name: ix_categories_organisation_id; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_categories_organisation_id ON public.categories USING btree (organisation_id);


--
-- Name: ix_channels_organisation_id; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_channels_organisation_id ON public.channels USING btree (organisation_id);


--
-- Name: ix_chat_posts_author; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_chat_posts_author ON public.chat_posts USING btree (author_id);


--
-- Name: ix_chat_posts_changed; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_chat_posts_changed ON public.chat_posts USING btree (organisation_id, changed_at);


--
-- Name: ix_chat_posts_channel; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_chat_posts_channel ON public.chat_posts USING btree (organisation_id, channel, created_at);


--
-- Name: ix_chat_posts_channel_root; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_chat_posts_channel_root ON public.chat_posts USING btree (organisation_id, channel, created_at, id) WHERE (thread_id IS NULL);


--
-- Name: ix_chat_posts_organisation_id; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_chat_posts_organisation_id ON public.chat_posts USING btree (organisation_id);


--
-- Name: ix_chat_posts_thread; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_chat_posts_thread ON public.chat_posts USING btree (thread_id, created_at, id);


--
-- Name: ix_chat_posts_viewer; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_chat_posts_viewer ON public.chat_posts USING btree (viewer_id);


--
-- Name: ix_chat_reads_organisation_id; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_chat_reads_organisation_id ON public.chat_reads USING btree (organisation_id);


--
-- Name: ix_clock_warnings_bundle; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_clock_warnings_bundle ON public.clock_warnings USING btree (bundle_id);


--
-- Name: ix_clock_warnings_organisation_id; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_clock_warnings_organisation_id ON public.clock_warnings USING btree (organisation_id);


--
-- Name: ix_clocks_due; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_clocks_due ON public.clocks USING btree (organisation_id, due_at) WHERE (due_at IS NOT NULL);


--
-- Name: ix_clocks_held; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_clocks_held ON public.clocks USING btree (organisation_id, held_until) WHERE (held_until IS NOT NULL);


--
-- Name: ix_clocks_organisation_id; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_clocks_organisation_id ON public.clocks USING btree (organisation_id);


--
-- Name: ix_custom_fields_organisation_id; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_custom_fields_organisation_id ON public.custom_fields USING btree (organisation_id);


--
-- Name: ix_deliveries_lines; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_deliveries_lines ON public.deliveries USING btree (ticket_id, created_at) WHERE (kind = 'line'::text);


--
-- Name: ix_deliveries_message_id; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_deliveries_message_id ON public.deliveries USING btree (message_id);


--
-- Name: ix_deliveries_organisation_id; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_deliveries_organisation_id ON public.deliveries USING btree (organisation_id);


--
-- Name: ix_deliveries_place_id; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_deliveries_place_id ON public.deliveries USING btree (place_id);


--
-- Name: ix_deliveries_seq; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_deliveries_seq ON public.deliveries USING btree (seq);


--
-- Name: ix_deliveries_waiting; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_deliveries_waiting ON public.deliveries USING btree (lane, seq) WHERE (state = ANY (ARRAY['queued'::text, 'sending'::text, 'checking'::text]));


--
-- Name: ix_directory_organisation_id; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_directory_organisation_id ON public.directory USING btree (organisation_id);


--
-- Name: ix_drafts_organisation_id; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_drafts_organisation_id ON public.drafts USING btree (organisation_id);


--
-- Name: ix_drafts_person_id; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_drafts_person_id ON public.drafts USING btree (person_id);


--
-- Name: ix_due_due_at; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_due_due_at ON public.due USING btree (due_at);


--
-- Name: ix_entry_links_expires; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_entry_links_expires ON public.entry_links USING btree (expires_at);


--
-- Name: ix_entry_links_organisation_id; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_entry_links_organisation_id ON public.entry_links USING btree (organisation_id);


--
-- Name: ix_events_organisation_id; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_events_organisation_id ON public.events USING btree (organisation_id);


--
-- Name: ix_events_stream; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_events_stream ON public.events USING btree (organisation_id, "position");


--
-- Name: ix_events_ticket; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_events_ticket ON public.events USING btree (ticket_id, id);


--
-- Name: ix_events_unplaced; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_events_unplaced ON public.events USING btree (id) WHERE ("position" IS NULL);


--
-- Name: ix_followers_organisation_id; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_followers_organisation_id ON public.followers USING btree (organisation_id);


--
-- Name: ix_followers_person_id; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_followers_person_id ON public.followers USING btree (person_id);


--
-- Name: ix_held_replies_author; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_held_replies_author ON public.held_replies USING btree (author_id, created_at);


--
-- Name: ix_held_replies_organisation_id; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_held_replies_organisation_id ON public.held_replies USING btree (organisation_id);


--
-- Name: ix_held_replies_waiting; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_held_replies_waiting ON public.held_replies USING btree (ticket_id, author_id) WHERE (state = 'waiting'::text);


--
-- Name: ix_idempotency_created_at; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_idempotency_created_at ON public.idempotency USING btree (created_at);


--
-- Name: ix_identities_organisation_id; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_identities_organisation_id ON public.identities USING btree (organisation_id);


--
-- Name: ix_identities_person_id; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_identities_person_id ON public.identities USING btree (person_id);


--
-- Name: ix_installations_organisation_id; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_installations_organisation_id ON public.installations USING btree (organisation_id);


--
-- Name: ix_joined_people_organisation_id; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_joined_people_organisation_id ON public.joined_people USING btree (organisation_id);


--
-- Name: ix_link_codes_organisation_id; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_link_codes_organisation_id ON public.link_codes USING btree (organisation_id);


--
-- Name: ix_macros_organisation_id; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_macros_organisation_id ON public.macros USING btree (organisation_id);


--
-- Name: ix_message_reactions_message; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_message_reactions_message ON public.message_reactions USING btree (message_id, id);


--
-- Name: ix_message_reactions_organisation_id; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_message_reactions_organisation_id ON public.message_reactions USING btree (organisation_id);


--
-- Name: ix_message_reactions_person_id; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_message_reactions_person_id ON public.message_reactions USING btree (person_id);


--
-- Name: ix_message_refs_message; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_message_refs_message ON public.message_refs USING btree (message_id);


--
-- Name: ix_message_refs_organisation_id; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_message_refs_organisation_id ON public.message_refs USING btree (organisation_id);


--
-- Name: ix_messages_organisation_id; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_messages_organisation_id ON public.messages USING btree (organisation_id);


--
-- Name: ix_messages_split_into_id; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_messages_split_into_id ON public.messages USING btree (split_into_id) WHERE (split_into_id IS NOT NULL);


--
-- Name: ix_messages_ticket; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_messages_ticket ON public.messages USING btree (ticket_id, id);


--
-- Name: ix_passage_vectors_model; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_passage_vectors_model ON public.passage_vectors USING btree (model);


--
-- Name: ix_passage_vectors_organisation_id; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_passage_vectors_organisation_id ON public.passage_vectors USING btree (organisation_id);


--
-- Name: ix_passage_vectors_stale; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_passage_vectors_stale ON public.passage_vectors USING btree (organisation_id) WHERE stale;


--
-- Name: ix_passages_article_id; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_passages_article_id ON public.passages USING btree (article_id);


--
-- Name: ix_passages_organisation_id; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_passages_organisation_id ON public.passages USING btree (organisation_id);


--
-- Name: ix_people_organisation_id; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_people_organisation_id ON public.people USING btree (organisation_id);


--
-- Name: ix_person_notes_organisation_id; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_person_notes_organisation_id ON public.person_notes USING btree (organisation_id);


--
-- Name: ix_person_notes_person; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_person_notes_person ON public.person_notes USING btree (person_id, created_at);


--
-- Name: ix_places_organisation_id; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_places_organisation_id ON public.places USING btree (organisation_id);


--
-- Name: ix_places_ticket_id; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_places_ticket_id ON public.places USING btree (ticket_id);


--
-- Name: ix_presences_organisation_id; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_presences_organisation_id ON public.presences USING btree (organisation_id);


--
-- Name: ix_receipts_seq; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_receipts_seq ON public.receipts USING btree (seq);


--
-- Name: ix_receipts_waiting; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_receipts_waiting ON public.receipts USING btree (lane, seq) WHERE (state = 'received'::text);


--
-- Name: ix_recent_tickets_organisation_id; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_recent_tickets_organisation_id ON public.recent_tickets USING btree (organisation_id);


--
-- Name: ix_recent_tickets_ticket_id; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_recent_tickets_ticket_id ON public.recent_tickets USING btree (ticket_id);


--
-- Name: ix_search_documents_internal; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_search_documents_internal ON public.search_documents USING gin (internal);


--
-- Name: ix_search_documents_organisation_id; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_search_documents_organisation_id ON public.search_documents USING btree (organisation_id);


--
-- Name: ix_search_documents_public; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_search_documents_public ON public.search_documents USING gin (public);


--
-- Name: ix_sessions_organisation_id; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_sessions_organisation_id ON public.sessions USING btree (organisation_id);


--
-- Name: ix_sessions_person_id; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_sessions_person_id ON public.sessions USING btree (person_id);


--
-- Name: ix_sla_policies_organisation_id; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_sla_policies_organisation_id ON public.sla_policies USING btree (organisation_id);


--
-- Name: ix_sla_targets_organisation_id; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_sla_targets_organisation_id ON public.sla_targets USING btree (organisation_id);


--
-- Name: ix_statuses_organisation_id; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_statuses_organisation_id ON public.statuses USING btree (organisation_id);


--
-- Name: ix_stumbles_at; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_stumbles_at ON public.stumbles USING btree (at);


--
-- Name: ix_stumbles_of; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_stumbles_of ON public.stumbles USING btree (organisation_id, platform, workspace, id);


--
-- Name: ix_stumbles_organisation_id; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_stumbles_organisation_id ON public.stumbles USING btree (organisation_id);


--
-- Name: ix_subscriptions_organisation_id; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_subscriptions_organisation_id ON public.subscriptions USING btree (organisation_id);


--
-- Name: ix_surveys_answered; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_surveys_answered ON public.surveys USING btree (organisation_id, answered_at);


--
-- Name: ix_surveys_organisation_id; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_surveys_organisation_id ON public.surveys USING btree (organisation_id);


--
-- Name: ix_tags_organisation_id; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_tags_organisation_id ON public.tags USING btree (organisation_id);


--
-- Name: ix_team_groups_organisation_id; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_team_groups_organisation_id ON public.team_groups USING btree (organisation_id);


--
-- Name: ix_team_groups_team_id; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_team_groups_team_id ON public.team_groups USING btree (team_id);


--
-- Name: ix_team_members_organisation_id; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_team_members_organisation_id ON public.team_members USING btree (organisation_id);


--
-- Name: ix_team_members_person_id; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_team_members_person_id ON public.team_members USING btree (person_id);


--
-- Name: ix_teams_organisation_id; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_teams_organisation_id ON public.teams USING btree (organisation_id);


--
-- Name: ix_ticket_links_organisation_id; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_ticket_links_organisation_id ON public.ticket_links USING btree (organisation_id);


--
-- Name: ix_ticket_links_other_id; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_ticket_links_other_id ON public.ticket_links USING btree (other_id);


--
-- Name: ix_ticket_moves_organisation_id; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_ticket_moves_organisation_id ON public.ticket_moves USING btree (organisation_id);


--
-- Name: ix_ticket_moves_ticket_id; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_ticket_moves_ticket_id ON public.ticket_moves USING btree (ticket_id);


--
-- Name: ix_ticket_tags_organisation_id; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_ticket_tags_organisation_id ON public.ticket_tags USING btree (organisation_id);


--
-- Name: ix_ticket_tags_tag_id; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_ticket_tags_tag_id ON public.ticket_tags USING btree (tag_id);


--
-- Name: ix_ticket_vectors_model; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_ticket_vectors_model ON public.ticket_vectors USING btree (model);


--
-- Name: ix_ticket_vectors_newest; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_ticket_vectors_newest ON public.ticket_vectors USING btree (organisation_id, ticket_id DESC);


--
-- Name: ix_ticket_vectors_stale; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_ticket_vectors_stale ON public.ticket_vectors USING btree (organisation_id) WHERE stale;


--
-- Name: ix_tickets_assignee; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_tickets_assignee ON public.tickets USING btree (organisation_id, assignee_id, created_at DESC);


--
-- Name: ix_tickets_escalated; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_tickets_escalated ON public.tickets USING btree (organisation_id, escalated_at) WHERE (escalated_at IS NOT NULL);


--
-- Name: ix_tickets_gathered_into_id; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_tickets_gathered_into_id ON public.tickets USING btree (gathered_into_id) WHERE (gathered_into_id IS NOT NULL);


--
-- Name: ix_tickets_merged; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_tickets_merged ON public.tickets USING btree (merged_into_id) WHERE (merged_into_id IS NOT NULL);


--
-- Name: ix_tickets_newest; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_tickets_newest ON public.tickets USING btree (organisation_id, created_at DESC, id DESC);


--
-- Name: ix_tickets_organisation_id; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_tickets_organisation_id ON public.tickets USING btree (organisation_id);


--
-- Name: ix_tickets_requester; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_tickets_requester ON public.tickets USING btree (requester_id, created_at DESC);


--
-- Name: ix_tickets_snoozed; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_tickets_snoozed ON public.tickets USING btree (organisation_id, snoozed_until) WHERE (snoozed_until IS NOT NULL);


--
-- Name: ix_tickets_split_from_id; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_tickets_split_from_id ON public.tickets USING btree (split_from_id) WHERE (split_from_id IS NOT NULL);


--
-- Name: ix_tickets_status; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_tickets_status ON public.tickets USING btree (organisation_id, status_id, created_at DESC);


--
-- Name: ix_tickets_team; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_tickets_team ON public.tickets USING btree (team_id, created_at DESC);


--
-- Name: ix_upload_links_organisation_id; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_upload_links_organisation_id ON public.upload_links USING btree (organisation_id);


--
-- Name: ix_workspace_settings_organisation_id; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_workspace_settings_organisation_id ON public.workspace_settings USING btree (organisation_id);


--
-- Name: pgqueuer_ep_ea_idx; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX pgqueuer_ep_ea_idx ON public.pgqueuer USING btree (entrypoint, execute_after) WHERE (status = 'queued'::public.pgqueuer_status);


--
-- Name: pgqueuer_ep_prio_id_idx; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX pgqueuer_ep_prio_id_idx ON public.pgqueuer USING btree (entrypoint, priority DESC, id) WHERE (status = 'queued'::public.pgqueuer_status);


--
-- Name: pgqueuer_log_created; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX pgqueuer_log_created ON public.pgqueuer_log USING btree (created);


--
-- Name: pgqueuer_log_job_id_status; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX pgqueuer_log_job_id_status ON public.pgqueuer_log USING btree (job_id, created DESC);


--
-- Name: pgqueuer_log_not_aggregated; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX pgqueuer_log_not_aggregated ON public.pgqueuer_log USING btree ((1)) WHERE (NOT aggregated);


--
-- Name: pgqueuer_log_status; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX pgqueuer_log_status ON public.pgqueuer_log USING btree (status);


--
-- Name: pgqueuer_picked_heartbeat_idx; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX pgqueuer_picked_heartbeat_idx ON public.pgqueuer USING btree (heartbeat) WHERE (status = 'picked'::public.pgqueuer_status);


--
-- Name: pgqueuer_picked_slot_idx; Type: INDEX; Schema: public; Owner: -
--

CREATE UNIQUE INDEX pgqueuer_picked_slot_idx ON public.pgqueuer USING btree (entrypoint, slot) WHERE ((status = 'picked'::public.pgqueuer_status) AND (slot IS NOT NULL));


--
-- Name: pgqueuer_priority_id_id1_idx; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX pgqueuer_priority_id_id1_idx ON public.pgqueuer USING btree (priority, id DESC) INCLUDE (id) WHERE (status = 'queued'::public.pgqueuer_status);


--
-- Name: pgqueuer_queue_manager_id_idx; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX pgqueuer_queue_manager_id_idx ON public.pgqueuer USING btree (queue_manager_id) WHERE (queue_manager_id IS NOT NULL);


--
-- Name: pgqueuer_statistics_unique_count; Type: INDEX; Schema: public; Owner: -
--

CREATE UNIQUE INDEX pgqueuer_statistics_unique_count ON public.pgqueuer_statistics USING btree (priority, date_trunc('sec'::text, timezone('UTC'::text, created)), status, entrypoint);


--
-- Name: pgqueuer_unique_dedupe_key; Type: INDEX; Schema: public; Owner: -
--

CREATE UNIQUE INDEX pgqueuer_unique_dedupe_key ON public.pgqueuer USING btree (dedupe_key) WHERE ((status = ANY (ARRAY['queued'::public.pgqueuer_status, 'picked'::public.pgqueuer_status])) AND (dedupe_key IS NOT NULL));


--
-- Name: pgqueuer_updated_id_id1_idx; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX pgqueuer_updated_id_id1_idx ON public.pgqueuer USING btree (updated, id DESC) INCLUDE (id) WHERE (status = 'picked'::public.pgqueuer_status);


--
-- Name: uq_deliveries_card; Type: INDEX; Schema: public; Owner: -
--

CREATE UNIQUE INDEX uq_deliveries_card ON public.deliveries USING btree (place_id) WHERE ((kind = 'card'::text) AND (state = 'queued'::text));


--
-- Name: uq_held_replies_note; Type: INDEX; Schema: public; Owner: -
--

CREATE UNIQUE INDEX uq_held_replies_note ON public.held_replies USING btree (note_id) WHERE (state = 'waiting'::text);


--
-- Name: uq_message_refs_thing; Type: INDEX; Schema: public; Owner: -
--

CREATE UNIQUE INDEX uq_message_refs_thing ON public.message_refs USING btree (place_id, kind, message_id) NULLS NOT DISTINCT;


--
-- Name: uq_messages_copy; Type: INDEX; Schema: public; Owner: -
--

CREATE UNIQUE INDEX uq_messages_copy ON public.messages USING btree (copy_of_id, ticket_id) WHERE (copy_of_id IS NOT NULL);


--
-- Name: uq_places_mirror; Type: INDEX; Schema: public; Owner: -
--

CREATE UNIQUE INDEX uq_places_mirror ON public.places USING btree (organisation_id, ticket_id, platform, workspace, channel) WHERE (role = 'mirror'::text);


--
-- Name: uq_places_spot; Type: INDEX; Schema: public; Owner: -
--

CREATE UNIQUE INDEX uq_places_spot ON public.places USING btree (organisation_id, platform, workspace, channel, thread, role, COALESCE((person_id)::text, ''::text)) NULLS NOT DISTINCT WHERE ((thread IS NOT NULL) OR (role = 'ephemeral'::text));


--
-- Name: uq_surveys_standing; Type: INDEX; Schema: public; Owner: -
--

CREATE UNIQUE INDEX uq_surveys_standing ON public.surveys USING btree (ticket_id) WHERE (reopened_at IS NULL);


--
-- Name: categories configuration; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER configuration AFTER INSERT OR DELETE OR UPDATE ON public.categories FOR EACH ROW EXECUTE FUNCTION public.configuration_changed();


--
-- Name: channels configuration; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER configuration AFTER INSERT OR DELETE OR UPDATE ON public.channels FOR EACH ROW EXECUTE FUNCTION public.configuration_changed();


--
-- Name: custom_fields configuration; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER configuration AFTER INSERT OR DELETE OR UPDATE ON public.custom_fields FOR EACH ROW EXECUTE FUNCTION public.configuration_changed();


--
-- Name: sla_policies configuration; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER configuration AFTER INSERT OR DELETE OR UPDATE ON public.sla_policies FOR EACH ROW EXECUTE FUNCTION public.configuration_changed();


--
-- Name: sla_targets configuration; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER configuration AFTER INSERT OR DELETE OR UPDATE ON public.sla_targets FOR EACH ROW EXECUTE FUNCTION public.configuration_changed();


--
-- Name: statuses configuration; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER configuration AFTER INSERT OR DELETE OR UPDATE ON public.statuses FOR EACH ROW EXECUTE FUNCTION public.configuration_changed();


--
-- Name: subscriptions configuration; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER configuration AFTER INSERT OR DELETE OR UPDATE ON public.subscriptions FOR EACH ROW EXECUTE FUNCTION public.configuration_changed();


--
-- Name: teams configuration; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER configuration AFTER INSERT OR DELETE OR UPDATE ON public.teams FOR EACH ROW EXECUTE FUNCTION public.configuration_changed();


--
-- Name: workspace_settings configuration; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER configuration AFTER INSERT OR DELETE OR UPDATE ON public.workspace_settings FOR EACH ROW EXECUTE FUNCTION public.configuration_changed();


--
-- Name: pgqueuer tg_pgqueuer_changed; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER tg_pgqueuer_changed AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON public.pgqueuer FOR EACH STATEMENT EXECUTE FUNCTION public.fn_pgqueuer_changed();


--
-- Name: deliveries wake; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER wake AFTER INSERT ON public.deliveries FOR EACH STATEMENT EXECUTE FUNCTION public.wake();


--
-- Name: events wake; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER wake AFTER INSERT ON public.events FOR EACH STATEMENT EXECUTE FUNCTION public.wake();


--
-- Name: receipts wake; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER wake AFTER INSERT ON public.receipts FOR EACH STATEMENT EXECUTE FUNCTION public.wake();


--
-- Name: amendments fk_amendments_organisation_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.amendments
    ADD CONSTRAINT fk_amendments_organisation_id FOREIGN KEY (organisation_id) REFERENCES public.organisations(id) ON DELETE CASCADE;


--
-- Name: api_keys fk_api_keys_organisation_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.api_keys
    ADD CONSTRAINT fk_api_keys_organisation_id FOREIGN KEY (organisation_id) REFERENCES public.organisations(id) ON DELETE CASCADE;


--
-- Name: api_keys fk_api_keys_person_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.api_keys
    ADD CONSTRAINT fk_api_keys_person_id FOREIGN KEY (person_id) REFERENCES public.people(id) ON DELETE CASCADE;


--
-- Name: article_vectors fk_article_vectors_article_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.article_vectors
    ADD CONSTRAINT fk_article_vectors_article_id FOREIGN KEY (article_id) REFERENCES public.articles(id) ON DELETE CASCADE;


--
-- Name: article_vectors fk_article_vectors_organisation_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.article_vectors
    ADD CONSTRAINT fk_article_vectors_organisation_id FOREIGN KEY (organisation_id) REFERENCES public.organisations(id) ON DELETE CASCADE;


--
-- Name: articles fk_articles_author_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.articles
    ADD CONSTRAINT fk_articles_author_id FOREIGN KEY (author_id) REFERENCES public.people(id) ON DELETE SET NULL;


--
-- Name: articles fk_articles_organisation_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.articles
    ADD CONSTRAINT fk_articles_organisation_id FOREIGN KEY (organisation_id) REFERENCES public.organisations(id) ON DELETE CASCADE;


--
-- Name: asks fk_asks_organisation_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.asks
    ADD CONSTRAINT fk_asks_organisation_id FOREIGN KEY (organisation_id) REFERENCES public.organisations(id) ON DELETE CASCADE;


--
-- Name: asks fk_asks_person_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.asks
    ADD CONSTRAINT fk_asks_person_id FOREIGN KEY (person_id) REFERENCES public.people(id) ON DELETE CASCADE;


--
-- Name: asks fk_asks_ticket_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.asks
    ADD CONSTRAINT fk_asks_ticket_id FOREIGN KEY (ticket_id) REFERENCES public.tickets(id) ON DELETE SET NULL;


--
-- Name: attachments fk_attachments_message_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.attachments
    ADD CONSTRAINT fk_attachments_message_id FOREIGN KEY (message_id) REFERENCES public.messages(id) ON DELETE CASCADE;


--
-- Name: attachments fk_attachments_organisation_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.attachments
    ADD CONSTRAINT fk_attachments_organisation_id FOREIGN KEY (organisation_id) REFERENCES public.organisations(id) ON DELETE CASCADE;


--
-- Name: attachments fk_attachments_person_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.attachments
    ADD CONSTRAINT fk_attachments_person_id FOREIGN KEY (person_id) REFERENCES public.people(id) ON DELETE SET NULL;


--
-- Name: attachments fk_attachments_ticket_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.attachments
    ADD CONSTRAINT fk_attachments_ticket_id FOREIGN KEY (ticket_id) REFERENCES public.tickets(id) ON DELETE CASCADE;


--
-- Name: categories fk_categories_organisation_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.categories
    ADD CONSTRAINT fk_categories_organisation_id FOREIGN KEY (organisation_id) REFERENCES public.organisations(id) ON DELETE CASCADE;


--
-- Name: categories fk_categories_parent_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.categories
    ADD CONSTRAINT fk_categories_parent_id FOREIGN KEY (parent_id) REFERENCES public.categories(id) ON DELETE RESTRICT;


--
-- Name: channels fk_channels_organisation_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.channels
    ADD CONSTRAINT fk_channels_organisation_id FOREIGN KEY (organisation_id) REFERENCES public.organisations(id) ON DELETE CASCADE;


--
-- Name: channels fk_channels_team_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.channels
    ADD CONSTRAINT fk_channels_team_id FOREIGN KEY (team_id) REFERENCES public.teams(id) ON DELETE SET NULL;


--
-- Name: chat_posts fk_chat_posts_author_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.chat_posts
    ADD CONSTRAINT fk_chat_posts_author_id FOREIGN KEY (author_id) REFERENCES public.people(id) ON DELETE SET NULL;


--
-- Name: chat_posts fk_chat_posts_organisation_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.chat_posts
    ADD CONSTRAINT fk_chat_posts_organisation_id FOREIGN KEY (organisation_id) REFERENCES public.organisations(id) ON DELETE CASCADE;


--
-- Name: chat_posts fk_chat_posts_thread_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.chat_posts
    ADD CONSTRAINT fk_chat_posts_thread_id FOREIGN KEY (thread_id) REFERENCES public.chat_posts(id) ON DELETE CASCADE;


--
-- Name: chat_posts fk_chat_posts_viewer_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.chat_posts
    ADD CONSTRAINT fk_chat_posts_viewer_id FOREIGN KEY (viewer_id) REFERENCES public.people(id) ON DELETE CASCADE;


--
-- Name: chat_reads fk_chat_reads_organisation_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.chat_reads
    ADD CONSTRAINT fk_chat_reads_organisation_id FOREIGN KEY (organisation_id) REFERENCES public.organisations(id) ON DELETE CASCADE;


--
-- Name: chat_reads fk_chat_reads_person_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.chat_reads
    ADD CONSTRAINT fk_chat_reads_person_id FOREIGN KEY (person_id) REFERENCES public.people(id) ON DELETE CASCADE;


--
-- Name: clock_warnings fk_clock_warnings_clock_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.clock_warnings
    ADD CONSTRAINT fk_clock_warnings_clock_id FOREIGN KEY (clock_id) REFERENCES public.clocks(id) ON DELETE CASCADE;


--
-- Name: clock_warnings fk_clock_warnings_organisation_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.clock_warnings
    ADD CONSTRAINT fk_clock_warnings_organisation_id FOREIGN KEY (organisation_id) REFERENCES public.organisations(id) ON DELETE CASCADE;


--
-- Name: clock_warnings fk_clock_warnings_place_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.clock_warnings
    ADD CONSTRAINT fk_clock_warnings_place_id FOREIGN KEY (place_id) REFERENCES public.places(id) ON DELETE CASCADE;


--
-- Name: clock_warnings fk_clock_warnings_ticket_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.clock_warnings
    ADD CONSTRAINT fk_clock_warnings_ticket_id FOREIGN KEY (ticket_id) REFERENCES public.tickets(id) ON DELETE CASCADE;


--
-- Name: clocks fk_clocks_organisation_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.clocks
    ADD CONSTRAINT fk_clocks_organisation_id FOREIGN KEY (organisation_id) REFERENCES public.organisations(id) ON DELETE CASCADE;


--
-- Name: clocks fk_clocks_ticket_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.clocks
    ADD CONSTRAINT fk_clocks_ticket_id FOREIGN KEY (ticket_id) REFERENCES public.tickets(id) ON DELETE CASCADE;


--
-- Name: custom_fields fk_custom_fields_category_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.custom_fields
    ADD CONSTRAINT fk_custom_fields_category_id FOREIGN KEY (category_id) REFERENCES public.categories(id);


--
-- Name: custom_fields fk_custom_fields_organisation_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.custom_fields
    ADD CONSTRAINT fk_custom_fields_organisation_id FOREIGN KEY (organisation_id) REFERENCES public.organisations(id) ON DELETE CASCADE;


--
-- Name: deliveries fk_deliveries_organisation_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.deliveries
    ADD CONSTRAINT fk_deliveries_organisation_id FOREIGN KEY (organisation_id) REFERENCES public.organisations(id) ON DELETE CASCADE;


--
-- Name: deliveries fk_deliveries_place_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.deliveries
    ADD CONSTRAINT fk_deliveries_place_id FOREIGN KEY (place_id) REFERENCES public.places(id) ON DELETE CASCADE;


--
-- Name: directory fk_directory_organisation_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.directory
    ADD CONSTRAINT fk_directory_organisation_id FOREIGN KEY (organisation_id) REFERENCES public.organisations(id) ON DELETE CASCADE;


--
-- Name: drafts fk_drafts_organisation_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.drafts
    ADD CONSTRAINT fk_drafts_organisation_id FOREIGN KEY (organisation_id) REFERENCES public.organisations(id) ON DELETE CASCADE;


--
-- Name: drafts fk_drafts_person_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.drafts
    ADD CONSTRAINT fk_drafts_person_id FOREIGN KEY (person_id) REFERENCES public.people(id) ON DELETE CASCADE;


--
-- Name: due fk_due_organisation_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.due
    ADD CONSTRAINT fk_due_organisation_id FOREIGN KEY (organisation_id) REFERENCES public.organisations(id) ON DELETE CASCADE;


--
-- Name: entry_links fk_entry_links_organisation_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.entry_links
    ADD CONSTRAINT fk_entry_links_organisation_id FOREIGN KEY (organisation_id) REFERENCES public.organisations(id) ON DELETE CASCADE;


--
-- Name: entry_links fk_entry_links_person_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.entry_links
    ADD CONSTRAINT fk_entry_links_person_id FOREIGN KEY (person_id) REFERENCES public.people(id) ON DELETE CASCADE;


--
-- Name: entry_links fk_entry_links_ticket_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.entry_links
    ADD CONSTRAINT fk_entry_links_ticket_id FOREIGN KEY (ticket_id) REFERENCES public.tickets(id) ON DELETE CASCADE;


--
-- Name: events fk_events_organisation_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.events
    ADD CONSTRAINT fk_events_organisation_id FOREIGN KEY (organisation_id) REFERENCES public.organisations(id) ON DELETE CASCADE;


--
-- Name: followers fk_followers_organisation_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.followers
    ADD CONSTRAINT fk_followers_organisation_id FOREIGN KEY (organisation_id) REFERENCES public.organisations(id) ON DELETE CASCADE;


--
-- Name: followers fk_followers_person_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.followers
    ADD CONSTRAINT fk_followers_person_id FOREIGN KEY (person_id) REFERENCES public.people(id) ON DELETE CASCADE;


--
-- Name: followers fk_followers_ticket_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.followers
    ADD CONSTRAINT fk_followers_ticket_id FOREIGN KEY (ticket_id) REFERENCES public.tickets(id) ON DELETE CASCADE;


--
-- Name: held_replies fk_held_replies_author_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.held_replies
    ADD CONSTRAINT fk_held_replies_author_id FOREIGN KEY (author_id) REFERENCES public.people(id) ON DELETE CASCADE;


--
-- Name: held_replies fk_held_replies_message_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.held_replies
    ADD CONSTRAINT fk_held_replies_message_id FOREIGN KEY (message_id) REFERENCES public.messages(id) ON DELETE SET NULL;


--
-- Name: held_replies fk_held_replies_note_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.held_replies
    ADD CONSTRAINT fk_held_replies_note_id FOREIGN KEY (note_id) REFERENCES public.messages(id) ON DELETE CASCADE;


--
-- Name: held_replies fk_held_replies_organisation_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.held_replies
    ADD CONSTRAINT fk_held_replies_organisation_id FOREIGN KEY (organisation_id) REFERENCES public.organisations(id) ON DELETE CASCADE;


--
-- Name: held_replies fk_held_replies_place_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.held_replies
    ADD CONSTRAINT fk_held_replies_place_id FOREIGN KEY (place_id) REFERENCES public.places(id) ON DELETE SET NULL;


--
-- Name: held_replies fk_held_replies_ticket_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.held_replies
    ADD CONSTRAINT fk_held_replies_ticket_id FOREIGN KEY (ticket_id) REFERENCES public.tickets(id) ON DELETE CASCADE;


--
-- Name: idempotency fk_idempotency_organisation_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.idempotency
    ADD CONSTRAINT fk_idempotency_organisation_id FOREIGN KEY (organisation_id) REFERENCES public.organisations(id) ON DELETE CASCADE;


--
-- Name: identities fk_identities_organisation_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.identities
    ADD CONSTRAINT fk_identities_organisation_id FOREIGN KEY (organisation_id) REFERENCES public.organisations(id) ON DELETE CASCADE;


--
-- Name: identities fk_identities_person_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.identities
    ADD CONSTRAINT fk_identities_person_id FOREIGN KEY (person_id) REFERENCES public.people(id) ON DELETE CASCADE;


--
-- Name: installations fk_installations_installed_by; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.installations
    ADD CONSTRAINT fk_installations_installed_by FOREIGN KEY (installed_by) REFERENCES public.people(id) ON DELETE SET NULL;


--
-- Name: installations fk_installations_organisation_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.installations
    ADD CONSTRAINT fk_installations_organisation_id FOREIGN KEY (organisation_id) REFERENCES public.organisations(id) ON DELETE CASCADE;


--
-- Name: joined_people fk_joined_people_organisation_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.joined_people
    ADD CONSTRAINT fk_joined_people_organisation_id FOREIGN KEY (organisation_id) REFERENCES public.organisations(id) ON DELETE CASCADE;


--
-- Name: joined_people fk_joined_people_other_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.joined_people
    ADD CONSTRAINT fk_joined_people_other_id FOREIGN KEY (other_id) REFERENCES public.people(id) ON DELETE CASCADE;


--
-- Name: joined_people fk_joined_people_person_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.joined_people
    ADD CONSTRAINT fk_joined_people_person_id FOREIGN KEY (person_id) REFERENCES public.people(id) ON DELETE CASCADE;


--
-- Name: link_codes fk_link_codes_identity_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.link_codes
    ADD CONSTRAINT fk_link_codes_identity_id FOREIGN KEY (identity_id) REFERENCES public.identities(id) ON DELETE CASCADE;


--
-- Name: link_codes fk_link_codes_organisation_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.link_codes
    ADD CONSTRAINT fk_link_codes_organisation_id FOREIGN KEY (organisation_id) REFERENCES public.organisations(id) ON DELETE CASCADE;


--
-- Name: link_codes fk_link_codes_said_by; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.link_codes
    ADD CONSTRAINT fk_link_codes_said_by FOREIGN KEY (said_by) REFERENCES public.identities(id) ON DELETE CASCADE;


--
-- Name: macros fk_macros_organisation_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.macros
    ADD CONSTRAINT fk_macros_organisation_id FOREIGN KEY (organisation_id) REFERENCES public.organisations(id) ON DELETE CASCADE;


--
-- Name: macros fk_macros_team_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.macros
    ADD CONSTRAINT fk_macros_team_id FOREIGN KEY (team_id) REFERENCES public.teams(id) ON DELETE CASCADE;


--
-- Name: message_reactions fk_message_reactions_message_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.message_reactions
    ADD CONSTRAINT fk_message_reactions_message_id FOREIGN KEY (message_id) REFERENCES public.messages(id) ON DELETE CASCADE;


--
-- Name: message_reactions fk_message_reactions_organisation_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.message_reactions
    ADD CONSTRAINT fk_message_reactions_organisation_id FOREIGN KEY (organisation_id) REFERENCES public.organisations(id) ON DELETE CASCADE;


--
-- Name: message_reactions fk_message_reactions_person_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.message_reactions
    ADD CONSTRAINT fk_message_reactions_person_id FOREIGN KEY (person_id) REFERENCES public.people(id) ON DELETE CASCADE;


--
-- Name: message_reactions fk_message_reactions_place_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.message_reactions
    ADD CONSTRAINT fk_message_reactions_place_id FOREIGN KEY (place_id) REFERENCES public.places(id) ON DELETE SET NULL;


--
-- Name: message_refs fk_message_refs_message_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.message_refs
    ADD CONSTRAINT fk_message_refs_message_id FOREIGN KEY (message_id) REFERENCES public.messages(id) ON DELETE CASCADE;


--
-- Name: message_refs fk_message_refs_organisation_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.message_refs
    ADD CONSTRAINT fk_message_refs_organisation_id FOREIGN KEY (organisation_id) REFERENCES public.organisations(id) ON DELETE CASCADE;


--
-- Name: message_refs fk_message_refs_place_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.message_refs
    ADD CONSTRAINT fk_message_refs_place_id FOREIGN KEY (place_id) REFERENCES public.places(id) ON DELETE CASCADE;


--
-- Name: messages fk_messages_author_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.messages
    ADD CONSTRAINT fk_messages_author_id FOREIGN KEY (author_id) REFERENCES public.people(id) ON DELETE SET NULL;


--
-- Name: messages fk_messages_copy_of_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.messages
    ADD CONSTRAINT fk_messages_copy_of_id FOREIGN KEY (copy_of_id) REFERENCES public.messages(id) ON DELETE SET NULL;


--
-- Name: messages fk_messages_organisation_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.messages
    ADD CONSTRAINT fk_messages_organisation_id FOREIGN KEY (organisation_id) REFERENCES public.organisations(id) ON DELETE CASCADE;


--
-- Name: messages fk_messages_place_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.messages
    ADD CONSTRAINT fk_messages_place_id FOREIGN KEY (place_id) REFERENCES public.places(id) ON DELETE SET NULL;


--
-- Name: messages fk_messages_split_into_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.messages
    ADD CONSTRAINT fk_messages_split_into_id FOREIGN KEY (split_into_id) REFERENCES public.tickets(id) ON DELETE SET NULL;


--
-- Name: messages fk_messages_ticket_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.messages
    ADD CONSTRAINT fk_messages_ticket_id FOREIGN KEY (ticket_id) REFERENCES public.tickets(id) ON DELETE CASCADE;


--
-- Name: passage_vectors fk_passage_vectors_organisation_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.passage_vectors
    ADD CONSTRAINT fk_passage_vectors_organisation_id FOREIGN KEY (organisation_id) REFERENCES public.organisations(id) ON DELETE CASCADE;


--
-- Name: passage_vectors fk_passage_vectors_passage_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.passage_vectors
    ADD CONSTRAINT fk_passage_vectors_passage_id FOREIGN KEY (passage_id) REFERENCES public.passages(id) ON DELETE CASCADE;


--
-- Name: passages fk_passages_article_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.passages
    ADD CONSTRAINT fk_passages_article_id FOREIGN KEY (article_id) REFERENCES public.articles(id) ON DELETE CASCADE;


--
-- Name: passages fk_passages_organisation_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.passages
    ADD CONSTRAINT fk_passages_organisation_id FOREIGN KEY (organisation_id) REFERENCES public.organisations(id) ON DELETE CASCADE;


--
-- Name: people fk_people_joined_into_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.people
    ADD CONSTRAINT fk_people_joined_into_id FOREIGN KEY (joined_into_id) REFERENCES public.people(id);


--
-- Name: people fk_people_organisation_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.people
    ADD CONSTRAINT fk_people_organisation_id FOREIGN KEY (organisation_id) REFERENCES public.organisations(id) ON DELETE CASCADE;


--
-- Name: people fk_people_team_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.people
    ADD CONSTRAINT fk_people_team_id FOREIGN KEY (team_id) REFERENCES public.teams(id) ON DELETE SET NULL;


--
-- Name: person_notes fk_person_notes_author_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.person_notes
    ADD CONSTRAINT fk_person_notes_author_id FOREIGN KEY (author_id) REFERENCES public.people(id) ON DELETE SET NULL;


--
-- Name: person_notes fk_person_notes_organisation_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.person_notes
    ADD CONSTRAINT fk_person_notes_organisation_id FOREIGN KEY (organisation_id) REFERENCES public.organisations(id) ON DELETE CASCADE;


--
-- Name: person_notes fk_person_notes_person_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.person_notes
    ADD CONSTRAINT fk_person_notes_person_id FOREIGN KEY (person_id) REFERENCES public.people(id) ON DELETE CASCADE;


--
-- Name: places fk_places_instead_of; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.places
    ADD CONSTRAINT fk_places_instead_of FOREIGN KEY (instead_of) REFERENCES public.places(id) ON DELETE SET NULL;


--
-- Name: places fk_places_organisation_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.places
    ADD CONSTRAINT fk_places_organisation_id FOREIGN KEY (organisation_id) REFERENCES public.organisations(id) ON DELETE CASCADE;


--
-- Name: places fk_places_person_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.places
    ADD CONSTRAINT fk_places_person_id FOREIGN KEY (person_id) REFERENCES public.people(id) ON DELETE CASCADE;


--
-- Name: places fk_places_ticket_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.places
    ADD CONSTRAINT fk_places_ticket_id FOREIGN KEY (ticket_id) REFERENCES public.tickets(id) ON DELETE CASCADE;


--
-- Name: presences fk_presences_organisation_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.presences
    ADD CONSTRAINT fk_presences_organisation_id FOREIGN KEY (organisation_id) REFERENCES public.organisations(id) ON DELETE CASCADE;


--
-- Name: presences fk_presences_person_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.presences
    ADD CONSTRAINT fk_presences_person_id FOREIGN KEY (person_id) REFERENCES public.people(id) ON DELETE CASCADE;


--
-- Name: presences fk_presences_ticket_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.presences
    ADD CONSTRAINT fk_presences_ticket_id FOREIGN KEY (ticket_id) REFERENCES public.tickets(id) ON DELETE CASCADE;


--
-- Name: recent_tickets fk_recent_tickets_organisation_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.recent_tickets
    ADD CONSTRAINT fk_recent_tickets_organisation_id FOREIGN KEY (organisation_id) REFERENCES public.organisations(id) ON DELETE CASCADE;


--
-- Name: recent_tickets fk_recent_tickets_person_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.recent_tickets
    ADD CONSTRAINT fk_recent_tickets_person_id FOREIGN KEY (person_id) REFERENCES public.people(id) ON DELETE CASCADE;


--
-- Name: recent_tickets fk_recent_tickets_ticket_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.recent_tickets
    ADD CONSTRAINT fk_recent_tickets_ticket_id FOREIGN KEY (ticket_id) REFERENCES public.tickets(id) ON DELETE CASCADE;


--
-- Name: search_documents fk_search_documents_organisation_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.search_documents
    ADD CONSTRAINT fk_search_documents_organisation_id FOREIGN KEY (organisation_id) REFERENCES public.organisations(id) ON DELETE CASCADE;


--
-- Name: sessions fk_sessions_organisation_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.sessions
    ADD CONSTRAINT fk_sessions_organisation_id FOREIGN KEY (organisation_id) REFERENCES public.organisations(id) ON DELETE CASCADE;


--
-- Name: sessions fk_sessions_person_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.sessions
    ADD CONSTRAINT fk_sessions_person_id FOREIGN KEY (person_id) REFERENCES public.people(id) ON DELETE CASCADE;


--
-- Name: sla_policies fk_sla_policies_organisation_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.sla_policies
    ADD CONSTRAINT fk_sla_policies_organisation_id FOREIGN KEY (organisation_id) REFERENCES public.organisations(id) ON DELETE CASCADE;


--
-- Name: sla_targets fk_sla_targets_organisation_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.sla_targets
    ADD CONSTRAINT fk_sla_targets_organisation_id FOREIGN KEY (organisation_id) REFERENCES public.organisations(id) ON DELETE CASCADE;


--
-- Name: sla_targets fk_sla_targets_policy_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.sla_targets
    ADD CONSTRAINT fk_sla_targets_policy_id FOREIGN KEY (policy_id) REFERENCES public.sla_policies(id) ON DELETE CASCADE;


--
-- Name: statuses fk_statuses_organisation_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.statuses
    ADD CONSTRAINT fk_statuses_organisation_id FOREIGN KEY (organisation_id) REFERENCES public.organisations(id) ON DELETE CASCADE;


--
-- Name: stumbles fk_stumbles_organisation_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.stumbles
    ADD CONSTRAINT fk_stumbles_organisation_id FOREIGN KEY (organisation_id) REFERENCES public.organisations(id) ON DELETE CASCADE;


--
-- Name: subscriptions fk_subscriptions_organisation_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.subscriptions
    ADD CONSTRAINT fk_subscriptions_organisation_id FOREIGN KEY (organisation_id) REFERENCES public.organisations(id) ON DELETE CASCADE;


--
-- Name: surveys fk_surveys_assignee_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.surveys
    ADD CONSTRAINT fk_surveys_assignee_id FOREIGN KEY (assignee_id) REFERENCES public.people(id) ON DELETE SET NULL;


--
-- Name: surveys fk_surveys_organisation_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.surveys
    ADD CONSTRAINT fk_surveys_organisation_id FOREIGN KEY (organisation_id) REFERENCES public.organisations(id) ON DELETE CASCADE;


--
-- Name: surveys fk_surveys_requester_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.surveys
    ADD CONSTRAINT fk_surveys_requester_id FOREIGN KEY (requester_id) REFERENCES public.people(id) ON DELETE CASCADE;


--
-- Name: surveys fk_surveys_team_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.surveys
    ADD CONSTRAINT fk_surveys_team_id FOREIGN KEY (team_id) REFERENCES public.teams(id) ON DELETE SET NULL;


--
-- Name: surveys fk_surveys_ticket_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.surveys
    ADD CONSTRAINT fk_surveys_ticket_id FOREIGN KEY (ticket_id) REFERENCES public.tickets(id) ON DELETE CASCADE;


--
-- Name: tags fk_tags_organisation_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.tags
    ADD CONSTRAINT fk_tags_organisation_id FOREIGN KEY (organisation_id) REFERENCES public.organisations(id) ON DELETE CASCADE;


--
-- Name: team_groups fk_team_groups_organisation_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.team_groups
    ADD CONSTRAINT fk_team_groups_organisation_id FOREIGN KEY (organisation_id) REFERENCES public.organisations(id) ON DELETE CASCADE;


--
-- Name: team_groups fk_team_groups_team_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.team_groups
    ADD CONSTRAINT fk_team_groups_team_id FOREIGN KEY (team_id) REFERENCES public.teams(id) ON DELETE CASCADE;


--
-- Name: team_members fk_team_members_organisation_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.team_members
    ADD CONSTRAINT fk_team_members_organisation_id FOREIGN KEY (organisation_id) REFERENCES public.organisations(id) ON DELETE CASCADE;


--
-- Name: team_members fk_team_members_person_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.team_members
    ADD CONSTRAINT fk_team_members_person_id FOREIGN KEY (person_id) REFERENCES public.people(id) ON DELETE CASCADE;


--
-- Name: team_members fk_team_members_team_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.team_members
    ADD CONSTRAINT fk_team_members_team_id FOREIGN KEY (team_id) REFERENCES public.teams(id) ON DELETE CASCADE;


--
-- Name: teams fk_teams_manager_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.teams
    ADD CONSTRAINT fk_teams_manager_id FOREIGN KEY (manager_id) REFERENCES public.people(id) ON DELETE SET NULL;


--
-- Name: teams fk_teams_organisation_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.teams
    ADD CONSTRAINT fk_teams_organisation_id FOREIGN KEY (organisation_id) REFERENCES public.organisations(id) ON DELETE CASCADE;


--
-- Name: ticket_links fk_ticket_links_organisation_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.ticket_links
    ADD CONSTRAINT fk_ticket_links_organisation_id FOREIGN KEY (organisation_id) REFERENCES public.organisations(id) ON DELETE CASCADE;


--
-- Name: ticket_links fk_ticket_links_other_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.ticket_links
    ADD CONSTRAINT fk_ticket_links_other_id FOREIGN KEY (other_id) REFERENCES public.tickets(id) ON DELETE CASCADE;


--
-- Name: ticket_links fk_ticket_links_ticket_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.ticket_links
    ADD CONSTRAINT fk_ticket_links_ticket_id FOREIGN KEY (ticket_id) REFERENCES public.tickets(id) ON DELETE CASCADE;


--
-- Name: ticket_moves fk_ticket_moves_from_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.ticket_moves
    ADD CONSTRAINT fk_ticket_moves_from_id FOREIGN KEY (from_id) REFERENCES public.people(id) ON DELETE CASCADE;


--
-- Name: ticket_moves fk_ticket_moves_organisation_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.ticket_moves
    ADD CONSTRAINT fk_ticket_moves_organisation_id FOREIGN KEY (organisation_id) REFERENCES public.organisations(id) ON DELETE CASCADE;


--
-- Name: ticket_moves fk_ticket_moves_ticket_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.ticket_moves
    ADD CONSTRAINT fk_ticket_moves_ticket_id FOREIGN KEY (ticket_id) REFERENCES public.tickets(id) ON DELETE CASCADE;


--
-- Name: ticket_moves fk_ticket_moves_to_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.ticket_moves
    ADD CONSTRAINT fk_ticket_moves_to_id FOREIGN KEY (to_id) REFERENCES public.people(id) ON DELETE CASCADE;


--
-- Name: ticket_tags fk_ticket_tags_organisation_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.ticket_tags
    ADD CONSTRAINT fk_ticket_tags_organisation_id FOREIGN KEY (organisation_id) REFERENCES public.organisations(id) ON DELETE CASCADE;


--
-- Name: ticket_tags fk_ticket_tags_tag_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.ticket_tags
    ADD CONSTRAINT fk_ticket_tags_tag_id FOREIGN KEY (tag_id) REFERENCES public.tags(id) ON DELETE CASCADE;


--
-- Name: ticket_tags fk_ticket_tags_ticket_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.ticket_tags
    ADD CONSTRAINT fk_ticket_tags_ticket_id FOREIGN KEY (ticket_id) REFERENCES public.tickets(id) ON DELETE CASCADE;


--
-- Name: ticket_vectors fk_ticket_vectors_organisation_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.ticket_vectors
    ADD CONSTRAINT fk_ticket_vectors_organisation_id FOREIGN KEY (organisation_id) REFERENCES public.organisations(id) ON DELETE CASCADE;


--
-- Name: ticket_vectors fk_ticket_vectors_ticket_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.ticket_vectors
    ADD CONSTRAINT fk_ticket_vectors_ticket_id FOREIGN KEY (ticket_id) REFERENCES public.tickets(id) ON DELETE CASCADE;


--
-- Name: tickets fk_tickets_assignee_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.tickets
    ADD CONSTRAINT fk_tickets_assignee_id FOREIGN KEY (assignee_id) REFERENCES public.people(id);


--
-- Name: tickets fk_tickets_category_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.tickets
    ADD CONSTRAINT fk_tickets_category_id FOREIGN KEY (category_id) REFERENCES public.categories(id);


--
-- Name: tickets fk_tickets_gathered_into_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.tickets
    ADD CONSTRAINT fk_tickets_gathered_into_id FOREIGN KEY (gathered_into_id) REFERENCES public.tickets(id);


--
-- Name: tickets fk_tickets_merged_into_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.tickets
    ADD CONSTRAINT fk_tickets_merged_into_id FOREIGN KEY (merged_into_id) REFERENCES public.tickets(id);


--
-- Name: tickets fk_tickets_organisation_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.tickets
    ADD CONSTRAINT fk_tickets_organisation_id FOREIGN KEY (organisation_id) REFERENCES public.organisations(id) ON DELETE CASCADE;


--
-- Name: tickets fk_tickets_policy_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.tickets
    ADD CONSTRAINT fk_tickets_policy_id FOREIGN KEY (policy_id) REFERENCES public.sla_policies(id);


--
-- Name: tickets fk_tickets_requester_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.tickets
    ADD CONSTRAINT fk_tickets_requester_id FOREIGN KEY (requester_id) REFERENCES public.people(id);


--
-- Name: tickets fk_tickets_split_from_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.tickets
    ADD CONSTRAINT fk_tickets_split_from_id FOREIGN KEY (split_from_id) REFERENCES public.tickets(id);


--
-- Name: tickets fk_tickets_status_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.tickets
    ADD CONSTRAINT fk_tickets_status_id FOREIGN KEY (status_id) REFERENCES public.statuses(id);


--
-- Name: tickets fk_tickets_subcategory_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.tickets
    ADD CONSTRAINT fk_tickets_subcategory_id FOREIGN KEY (subcategory_id) REFERENCES public.categories(id);


--
-- Name: tickets fk_tickets_team_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.tickets
    ADD CONSTRAINT fk_tickets_team_id FOREIGN KEY (team_id) REFERENCES public.teams(id) ON DELETE SET NULL;


--
-- Name: upload_links fk_upload_links_organisation_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.upload_links
    ADD CONSTRAINT fk_upload_links_organisation_id FOREIGN KEY (organisation_id) REFERENCES public.organisations(id) ON DELETE CASCADE;


--
-- Name: upload_links fk_upload_links_person_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.upload_links
    ADD CONSTRAINT fk_upload_links_person_id FOREIGN KEY (person_id) REFERENCES public.people(id) ON DELETE CASCADE;


--
-- Name: upload_links fk_upload_links_ticket_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.upload_links
    ADD CONSTRAINT fk_upload_links_ticket_id FOREIGN KEY (ticket_id) REFERENCES public.tickets(id) ON DELETE CASCADE;


--
-- Name: workspace_settings fk_workspace_settings_organisation_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.workspace_settings
    ADD CONSTRAINT fk_workspace_settings_organisation_id FOREIGN KEY (organisation_id) REFERENCES public.organisations(id) ON DELETE CASCADE;


--
-- Name: amendments; Type: ROW SECURITY; Schema: public; Owner: -
--

ALTER TABLE public.amendments ENABLE ROW LEVEL SECURITY;

--
-- Name: api_keys; Type: ROW SECURITY; Schema: public; Owner: -
--

ALTER TABLE public.api_keys ENABLE ROW LEVEL SECURITY;

--
-- Name: article_vectors; Type: ROW SECURITY; Schema: public; Owner: -
--

ALTER TABLE public.article_vectors ENABLE ROW LEVEL SECURITY;

--
-- Name: articles; Type: ROW SECURITY; Schema: public; Owner: -
--

ALTER TABLE public.articles ENABLE ROW LEVEL SECURITY;

--
-- Name: asks; Type: ROW SECURITY; Schema: public; Owner: -
--

ALTER TABLE public.asks ENABLE ROW LEVEL SECURITY;

--
-- Name: attachments; Type: ROW SECURITY; Schema: public; Owner: -
--

ALTER TABLE public.attachments ENABLE ROW LEVEL SECURITY;

--
-- Name: categories; Type: ROW SECURITY; Schema: public; Owner: -
--

ALTER TABLE public.categories ENABLE ROW LEVEL SECURITY;

--
-- Name: channels; Type: ROW SECURITY; Schema: public; Owner: -
--

ALTER TABLE public.channels ENABLE ROW LEVEL SECURITY;

--
-- Name: chat_posts; Type: ROW SECURITY; Schema: public; Owner: -
--

ALTER TABLE public.chat_posts ENABLE ROW LEVEL SECURITY;

--
-- Name: chat_reads; Type: ROW SECURITY; Schema: public; Owner: -
--

ALTER TABLE public.chat_reads ENABLE ROW LEVEL SECURITY;

--
-- Name: clock_warnings; Type: ROW SECURITY; Schema: public; Owner: -
--

ALTER TABLE public.clock_warnings ENABLE ROW LEVEL SECURITY;

--
-- Name: clocks; Type: ROW SECURITY; Schema: public; Owner: -
--

ALTER TABLE public.clocks ENABLE ROW LEVEL SECURITY;

--
-- Name: custom_fields; Type: ROW SECURITY; Schema: public; Owner: -
--

ALTER TABLE public.custom_fields ENABLE ROW LEVEL SECURITY;

--
-- Name: deliveries; Type: ROW SECURITY; Schema: public; Owner: -
--

ALTER TABLE public.deliveries ENABLE ROW LEVEL SECURITY;

--
-- Name: drafts; Type: ROW SECURITY; Schema: public; Owner: -
--

ALTER TABLE public.drafts ENABLE ROW LEVEL SECURITY;

--
-- Name: entry_links; Type: ROW SECURITY; Schema: public; Owner: -
--

ALTER TABLE public.entry_links ENABLE ROW LEVEL SECURITY;

--
-- Name: events; Type: ROW SECURITY; Schema: public; Owner: -
--

ALTER TABLE public.events ENABLE ROW LEVEL SECURITY;

--
-- Name: followers; Type: ROW SECURITY; Schema: public; Owner: -
--

ALTER TABLE public.followers ENABLE ROW LEVEL SECURITY;

--
-- Name: held_replies; Type: ROW SECURITY; Schema: public; Owner: -
--

ALTER TABLE public.held_replies ENABLE ROW LEVEL SECURITY;

--
-- Name: idempotency; Type: ROW SECURITY; Schema: public; Owner: -
--

ALTER TABLE public.idempotency ENABLE ROW LEVEL SECURITY;

--
-- Name: identities; Type: ROW SECURITY; Schema: public; Owner: -
--

ALTER TABLE public.identities ENABLE ROW LEVEL SECURITY;

--
-- Name: installations; Type: ROW SECURITY; Schema: public; Owner: -
--

ALTER TABLE public.installations ENABLE ROW LEVEL SECURITY;

--
-- Name: joined_people; Type: ROW SECURITY; Schema: public; Owner: -
--

ALTER TABLE public.joined_people ENABLE ROW LEVEL SECURITY;

--
-- Name: link_codes; Type: ROW SECURITY; Schema: public; Owner: -
--

ALTER TABLE public.link_codes ENABLE ROW LEVEL SECURITY;

--
-- Name: macros; Type: ROW SECURITY; Schema: public; Owner: -
--

ALTER TABLE public.macros ENABLE ROW LEVEL SECURITY;

--
-- Name: message_reactions; Type: ROW SECURITY; Schema: public; Owner: -
--

ALTER TABLE public.message_reactions ENABLE ROW LEVEL SECURITY;

--
-- Name: message_refs; Type: ROW SECURITY; Schema: public; Owner: -
--

ALTER TABLE public.message_refs ENABLE ROW LEVEL SECURITY;

--
-- Name: messages; Type: ROW SECURITY; Schema: public; Owner: -
--

ALTER TABLE public.messages ENABLE ROW LEVEL SECURITY;

--
-- Name: amendments owner; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY owner ON public.amendments TO postgres USING ((organisation_id = (NULLIF(current_setting('app.org'::text, true), ''::text))::uuid));


--
-- Name: api_keys owner; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY owner ON public.api_keys TO postgres USING ((organisation_id = (NULLIF(current_setting('app.org'::text, true), ''::text))::uuid));


--
-- Name: article_vectors owner; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY owner ON public.article_vectors TO postgres USING ((organisation_id = (NULLIF(current_setting('app.org'::text, true), ''::text))::uuid));


--
-- Name: articles owner; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY owner ON public.articles TO postgres USING ((organisation_id = (NULLIF(current_setting('app.org'::text, true), ''::text))::uuid));


--
-- Name: asks owner; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY owner ON public.asks TO postgres USING ((organisation_id = (NULLIF(current_setting('app.org'::text, true), ''::text))::uuid));


--
-- Name: attachments owner; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY owner ON public.attachments TO postgres USING ((organisation_id = (NULLIF(current_setting('app.org'::text, true), ''::text))::uuid));


--
-- Name: categories owner; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY owner ON public.categories TO postgres USING ((organisation_id = (NULLIF(current_setting('app.org'::text, true), ''::text))::uuid));


--
-- Name: channels owner; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY owner ON public.channels TO postgres USING ((organisation_id = (NULLIF(current_setting('app.org'::text, true), ''::text))::uuid));


--
-- Name: chat_posts owner; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY owner ON public.chat_posts TO postgres USING ((organisation_id = (NULLIF(current_setting('app.org'::text, true), ''::text))::uuid));


--
-- Name: chat_reads owner; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY owner ON public.chat_reads TO postgres USING ((organisation_id = (NULLIF(current_setting('app.org'::text, true), ''::text))::uuid));


--
-- Name: clock_warnings owner; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY owner ON public.clock_warnings TO postgres USING ((organisation_id = (NULLIF(current_setting('app.org'::text, true), ''::text))::uuid));


--
-- Name: clocks owner; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY owner ON public.clocks TO postgres USING ((organisation_id = (NULLIF(current_setting('app.org'::text, true), ''::text))::uuid));


--
-- Name: custom_fields owner; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY owner ON public.custom_fields TO postgres USING ((organisation_id = (NULLIF(current_setting('app.org'::text, true), ''::text))::uuid));


--
-- Name: deliveries owner; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY owner ON public.deliveries TO postgres USING ((organisation_id = (NULLIF(current_setting('app.org'::text, true), ''::text))::uuid));


--
-- Name: drafts owner; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY owner ON public.drafts TO postgres USING ((organisation_id = (NULLIF(current_setting('app.org'::text, true), ''::text))::uuid));


--
-- Name: entry_links owner; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY owner ON public.entry_links TO postgres USING ((organisation_id = (NULLIF(current_setting('app.org'::text, true), ''::text))::uuid));


--
-- Name: events owner; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY owner ON public.events TO postgres USING ((organisation_id = (NULLIF(current_setting('app.org'::text, true), ''::text))::uuid));


--
-- Name: followers owner; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY owner ON public.followers TO postgres USING ((organisation_id = (NULLIF(current_setting('app.org'::text, true), ''::text))::uuid));


--
-- Name: held_replies owner; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY owner ON public.held_replies TO postgres USING ((organisation_id = (NULLIF(current_setting('app.org'::text, true), ''::text))::uuid));


--
-- Name: idempotency owner; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY owner ON public.idempotency TO postgres USING ((organisation_id = (NULLIF(current_setting('app.org'::text, true), ''::text))::uuid));


--
-- Name: identities owner; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY owner ON public.identities TO postgres USING ((organisation_id = (NULLIF(current_setting('app.org'::text, true), ''::text))::uuid));


--
-- Name: installations owner; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY owner ON public.installations TO postgres USING ((organisation_id = (NULLIF(current_setting('app.org'::text, true), ''::text))::uuid));


--
-- Name: joined_people owner; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY owner ON public.joined_people TO postgres USING ((organisation_id = (NULLIF(current_setting('app.org'::text, true), ''::text))::uuid));


--
-- Name: link_codes owner; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY owner ON public.link_codes TO postgres USING ((organisation_id = (NULLIF(current_setting('app.org'::text, true), ''::text))::uuid));


--
-- Name: macros owner; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY owner ON public.macros TO postgres USING ((organisation_id = (NULLIF(current_setting('app.org'::text, true), ''::text))::uuid));


--
-- Name: message_reactions owner; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY owner ON public.message_reactions TO postgres USING ((organisation_id = (NULLIF(current_setting('app.org'::text, true), ''::text))::uuid));


--
-- Name: message_refs owner; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY owner ON public.message_refs TO postgres USING ((organisation_id = (NULLIF(current_setting('app.org'::text, true), ''::text))::uuid));


--
-- Name: messages owner; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY owner ON public.messages TO postgres USING ((organisation_id = (NULLIF(current_setting('app.org'::text, true), ''::text))::uuid));


--
-- Name: passage_vectors owner; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY owner ON public.passage_vectors TO postgres USING ((organisation_id = (NULLIF(current_setting('app.org'::text, true), ''::text))::uuid));


--
-- Name: passages owner; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY owner ON public.passages TO postgres USING ((organisation_id = (NULLIF(current_setting('app.org'::text, true), ''::text))::uuid));


--
-- Name: people owner; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY owner ON public.people TO postgres USING ((organisation_id = (NULLIF(current_setting('app.org'::text, true), ''::text))::uuid));


--
-- Name: person_notes owner; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY owner ON public.person_notes TO postgres USING ((organisation_id = (NULLIF(current_setting('app.org'::text, true), ''::text))::uuid));


--
-- Name: places owner; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY owner ON public.places TO postgres USING ((organisation_id = (NULLIF(current_setting('app.org'::text, true), ''::text))::uuid));


--
-- Name: presences owner; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY owner ON public.presences TO postgres USING ((organisation_id = (NULLIF(current_setting('app.org'::text, true), ''::text))::uuid));


--
-- Name: recent_tickets owner; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY owner ON public.recent_tickets TO postgres USING ((organisation_id = (NULLIF(current_setting('app.org'::text, true), ''::text))::uuid));


--
-- Name: sessions owner; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY owner ON public.sessions TO postgres USING ((organisation_id = (NULLIF(current_setting('app.org'::text, true), ''::text))::uuid));


--
-- Name: sla_policies owner; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY owner ON public.sla_policies TO postgres USING ((organisation_id = (NULLIF(current_setting('app.org'::text, true), ''::text))::uuid));


--
-- Name: sla_targets owner; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY owner ON public.sla_targets TO postgres USING ((organisation_id = (NULLIF(current_setting('app.org'::text, true), ''::text))::uuid));


--
-- Name: statuses owner; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY owner ON public.statuses TO postgres USING ((organisation_id = (NULLIF(current_setting('app.org'::text, true), ''::text))::uuid));


--
-- Name: stumbles owner; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY owner ON public.stumbles TO postgres USING ((organisation_id = (NULLIF(current_setting('app.org'::text, true), ''::text))::uuid));


--
-- Name: subscriptions owner; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY owner ON public.subscriptions TO postgres USING ((organisation_id = (NULLIF(current_setting('app.org'::text, true), ''::text))::uuid));


--
-- Name: surveys owner; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY owner ON public.surveys TO postgres USING ((organisation_id = (NULLIF(current_setting('app.org'::text, true), ''::text))::uuid));


--
-- Name: tags owner; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY owner ON public.tags TO postgres USING ((organisation_id = (NULLIF(current_setting('app.org'::text, true), ''::text))::uuid));


--
-- Name: team_groups owner; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY owner ON public.team_groups TO postgres USING ((organisation_id = (NULLIF(current_setting('app.org'::text, true), ''::text))::uuid));


--
-- Name: team_members owner; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY owner ON public.team_members TO postgres USING ((organisation_id = (NULLIF(current_setting('app.org'::text, true), ''::text))::uuid));


--
-- Name: teams owner; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY owner ON public.teams TO postgres USING ((organisation_id = (NULLIF(current_setting('app.org'::text, true), ''::text))::uuid));


--
-- Name: ticket_links owner; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY owner ON public.ticket_links TO postgres USING ((organisation_id = (NULLIF(current_setting('app.org'::text, true), ''::text))::uuid));


--
-- Name: ticket_moves owner; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY owner ON public.ticket_moves TO postgres USING ((organisation_id = (NULLIF(current_setting('app.org'::text, true), ''::text))::uuid));


--
-- Name: ticket_tags owner; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY owner ON public.ticket_tags TO postgres USING ((organisation_id = (NULLIF(current_setting('app.org'::text, true), ''::text))::uuid));


--
-- Name: ticket_vectors owner; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY owner ON public.ticket_vectors TO postgres USING ((organisation_id = (NULLIF(current_setting('app.org'::text, true), ''::text))::uuid));


--
-- Name: tickets owner; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY owner ON public.tickets TO postgres USING ((organisation_id = (NULLIF(current_setting('app.org'::text, true), ''::text))::uuid));


--
-- Name: upload_links owner; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY owner ON public.upload_links TO postgres USING ((organisation_id = (NULLIF(current_setting('app.org'::text, true), ''::text))::uuid));


--
-- Name: workspace_settings owner; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY owner ON public.workspace_settings TO postgres USING ((organisation_id = (NULLIF(current_setting('app.org'::text, true), ''::text))::uuid));


--
-- Name: passage_vectors; Type: ROW SECURITY; Schema: public; Owner: -
--

ALTER TABLE public.passage_vectors ENABLE ROW LEVEL SECURITY;

--
-- Name: passages; Type: ROW SECURITY; Schema: public; Owner: -
--

ALTER TABLE public.passages ENABLE ROW LEVEL SECURITY;

--
-- Name: people; Type: ROW SECURITY; Schema: public; Owner: -
--

ALTER TABLE public.people ENABLE ROW LEVEL SECURITY;

--
-- Name: person_notes; Type: ROW SECURITY; Schema: public; Owner: -
--

ALTER TABLE public.person_notes ENABLE ROW LEVEL SECURITY;

--
-- Name: places; Type: ROW SECURITY; Schema: public; Owner: -
--

ALTER TABLE public.places ENABLE ROW LEVEL SECURITY;

--
-- Name: presences; Type: ROW SECURITY; Schema: public; Owner: -
--

ALTER TABLE public.presences ENABLE ROW LEVEL SECURITY;

--
-- Name: recent_tickets; Type: ROW SECURITY; Schema: public; Owner: -
--

ALTER TABLE public.recent_tickets ENABLE ROW LEVEL SECURITY;

--
-- Name: search_documents; Type: ROW SECURITY; Schema: public; Owner: -
--

ALTER TABLE public.search_documents ENABLE ROW LEVEL SECURITY;

--
-- Name: sessions; Type: ROW SECURITY; Schema: public; Owner: -
--

ALTER TABLE public.sessions ENABLE ROW LEVEL SECURITY;

--
-- Name: sla_policies; Type: ROW SECURITY; Schema: public; Owner: -
--

ALTER TABLE public.sla_policies ENABLE ROW LEVEL SECURITY;

--
-- Name: sla_targets; Type: ROW SECURITY; Schema: public; Owner: -
--

ALTER TABLE public.sla_targets ENABLE ROW LEVEL SECURITY;

--
-- Name: statuses; Type: ROW SECURITY; Schema: public; Owner: -
--

ALTER TABLE public.statuses ENABLE ROW LEVEL SECURITY;

--
-- Name: stumbles; Type: ROW SECURITY; Schema: public; Owner: -
--

ALTER TABLE public.stumbles ENABLE ROW LEVEL SECURITY;

--
-- Name: subscriptions; Type: ROW SECURITY; Schema: public; Owner: -
--

ALTER TABLE public.subscriptions ENABLE ROW LEVEL SECURITY;

--
-- Name: surveys; Type: ROW SECURITY; Schema: public; Owner: -
--

ALTER TABLE public.surveys ENABLE ROW LEVEL SECURITY;

--
-- Name: article_vectors system; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY system ON public.article_vectors TO deskhand_system USING (true);


--
-- Name: deliveries system; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY system ON public.deliveries TO deskhand_system USING (true);


--
-- Name: events system; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY system ON public.events TO deskhand_system USING (true);


--
-- Name: passage_vectors system; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY system ON public.passage_vectors TO deskhand_system USING (true);


--
-- Name: ticket_vectors system; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY system ON public.ticket_vectors TO deskhand_system USING (true);


--
-- Name: tags; Type: ROW SECURITY; Schema: public; Owner: -
--

ALTER TABLE public.tags ENABLE ROW LEVEL SECURITY;

--
-- Name: team_groups; Type: ROW SECURITY; Schema: public; Owner: -
--

ALTER TABLE public.team_groups ENABLE ROW LEVEL SECURITY;

--
-- Name: team_members; Type: ROW SECURITY; Schema: public; Owner: -
--

ALTER TABLE public.team_members ENABLE ROW LEVEL SECURITY;

--
-- Name: teams; Type: ROW SECURITY; Schema: public; Owner: -
--

ALTER TABLE public.teams ENABLE ROW LEVEL SECURITY;

--
-- Name: amendments tenant; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY tenant ON public.amendments TO deskhand_app USING ((organisation_id = (NULLIF(current_setting('app.org'::text, true), ''::text))::uuid));


--
-- Name: api_keys tenant; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY tenant ON public.api_keys TO deskhand_app USING ((organisation_id = (NULLIF(current_setting('app.org'::text, true), ''::text))::uuid));


--
-- Name: article_vectors tenant; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY tenant ON public.article_vectors TO deskhand_app USING ((organisation_id = (NULLIF(current_setting('app.org'::text, true), ''::text))::uuid));


--
-- Name: articles tenant; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY tenant ON public.articles TO deskhand_app USING ((organisation_id = (NULLIF(current_setting('app.org'::text, true), ''::text))::uuid));


--
-- Name: asks tenant; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY tenant ON public.asks TO deskhand_app USING ((organisation_id = (NULLIF(current_setting('app.org'::text, true), ''::text))::uuid));


--
-- Name: attachments tenant; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY tenant ON public.attachments TO deskhand_app USING ((organisation_id = (NULLIF(current_setting('app.org'::text, true), ''::text))::uuid));


--
-- Name: categories tenant; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY tenant ON public.categories TO deskhand_app USING ((organisation_id = (NULLIF(current_setting('app.org'::text, true), ''::text))::uuid));


--
-- Name: channels tenant; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY tenant ON public.channels TO deskhand_app USING ((organisation_id = (NULLIF(current_setting('app.org'::text, true), ''::text))::uuid));


--
-- Name: chat_posts tenant; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY tenant ON public.chat_posts TO deskhand_app USING ((organisation_id = (NULLIF(current_setting('app.org'::text, true), ''::text))::uuid));


--
-- Name: chat_reads tenant; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY tenant ON public.chat_reads TO deskhand_app USING ((organisation_id = (NULLIF(current_setting('app.org'::text, true), ''::text))::uuid));


--
-- Name: clock_warnings tenant; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY tenant ON public.clock_warnings TO deskhand_app USING ((organisation_id = (NULLIF(current_setting('app.org'::text, true), ''::text))::uuid));


--
-- Name: clocks tenant; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY tenant ON public.clocks TO deskhand_app USING ((organisation_id = (NULLIF(current_setting('app.org'::text, true), ''::text))::uuid));


--
-- Name: custom_fields tenant; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY tenant ON public.custom_fields TO deskhand_app USING ((organisation_id = (NULLIF(current_setting('app.org'::text, true), ''::text))::uuid));


--
-- Name: deliveries tenant; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY tenant ON public.deliveries TO deskhand_app USING ((organisation_id = (NULLIF(current_setting('app.org'::text, true), ''::text))::uuid));


--
-- Name: drafts tenant; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY tenant ON public.drafts TO deskhand_app USING ((organisation_id = (NULLIF(current_setting('app.org'::text, true), ''::text))::uuid));


--
-- Name: entry_links tenant; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY tenant ON public.entry_links TO deskhand_app USING ((organisation_id = (NULLIF(current_setting('app.org'::text, true), ''::text))::uuid));


--
-- Name: events tenant; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY tenant ON public.events TO deskhand_app USING ((organisation_id = (NULLIF(current_setting('app.org'::text, true), ''::text))::uuid));


--
-- Name: followers tenant; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY tenant ON public.followers TO deskhand_app USING ((organisation_id = (NULLIF(current_setting('app.org'::text, true), ''::text))::uuid));


--
-- Name: held_replies tenant; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY tenant ON public.held_replies TO deskhand_app USING ((organisation_id = (NULLIF(current_setting('app.org'::text, true), ''::text))::uuid));


--
-- Name: idempotency tenant; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY tenant ON public.idempotency TO deskhand_app USING ((organisation_id = (NULLIF(current_setting('app.org'::text, true), ''::text))::uuid));


--
-- Name: identities tenant; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY tenant ON public.identities TO deskhand_app USING ((organisation_id = (NULLIF(current_setting('app.org'::text, true), ''::text))::uuid));


--
-- Name: installations tenant; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY tenant ON public.installations TO deskhand_app USING ((organisation_id = (NULLIF(current_setting('app.org'::text, true), ''::text))::uuid));


--
-- Name: joined_people tenant; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY tenant ON public.joined_people TO deskhand_app USING ((organisation_id = (NULLIF(current_setting('app.org'::text, true), ''::text))::uuid));


--
-- Name: link_codes tenant; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY tenant ON public.link_codes TO deskhand_app USING ((organisation_id = (NULLIF(current_setting('app.org'::text, true), ''::text))::uuid));


--
-- Name: macros tenant; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY tenant ON public.macros TO deskhand_app USING ((organisation_id = (NULLIF(current_setting('app.org'::text, true), ''::text))::uuid));


--
-- Name: message_reactions tenant; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY tenant ON public.message_reactions TO deskhand_app USING ((organisation_id = (NULLIF(current_setting('app.org'::text, true), ''::text))::uuid));


--
-- Name: message_refs tenant; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY tenant ON public.message_refs TO deskhand_app USING ((organisation_id = (NULLIF(current_setting('app.org'::text, true), ''::text))::uuid));


--
-- Name: messages tenant; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY tenant ON public.messages TO deskhand_app USING ((organisation_id = (NULLIF(current_setting('app.org'::text, true), ''::text))::uuid));


--
-- Name: passage_vectors tenant; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY tenant ON public.passage_vectors TO deskhand_app USING ((organisation_id = (NULLIF(current_setting('app.org'::text, true), ''::text))::uuid));


--
-- Name: passages tenant; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY tenant ON public.passages TO deskhand_app USING ((organisation_id = (NULLIF(current_setting('app.org'::text, true), ''::text))::uuid));


--
-- Name: people tenant; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY tenant ON public.people TO deskhand_app USING ((organisation_id = (NULLIF(current_setting('app.org'::text, true), ''::text))::uuid));


--
-- Name: person_notes tenant; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY tenant ON public.person_notes TO deskhand_app USING ((organisation_id = (NULLIF(current_setting('app.org'::text, true), ''::text))::uuid));


--
-- Name: places tenant; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY tenant ON public.places TO deskhand_app USING ((organisation_id = (NULLIF(current_setting('app.org'::text, true), ''::text))::uuid));


--
-- Name: presences tenant; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY tenant ON public.presences TO deskhand_app USING ((organisation_id = (NULLIF(current_setting('app.org'::text, true), ''::text))::uuid));


--
-- Name: recent_tickets tenant; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY tenant ON public.recent_tickets TO deskhand_app USING ((organisation_id = (NULLIF(current_setting('app.org'::text, true), ''::text))::uuid));


--
-- Name: search_documents tenant; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY tenant ON public.search_documents TO deskhand_app USING ((organisation_id = (NULLIF(current_setting('app.org'::text, true), ''::text))::uuid));


--
-- Name: sessions tenant; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY tenant ON public.sessions TO deskhand_app USING ((organisation_id = (NULLIF(current_setting('app.org'::text, true), ''::text))::uuid));


--
-- Name: sla_policies tenant; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY tenant ON public.sla_policies TO deskhand_app USING ((organisation_id = (NULLIF(current_setting('app.org'::text, true), ''::text))::uuid));


--
-- Name: sla_targets tenant; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY tenant ON public.sla_targets TO deskhand_app USING ((organisation_id = (NULLIF(current_setting('app.org'::text, true), ''::text))::uuid));


--
-- Name: statuses tenant; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY tenant ON public.statuses TO deskhand_app USING ((organisation_id = (NULLIF(current_setting('app.org'::text, true), ''::text))::uuid));


--
-- Name: stumbles tenant; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY tenant ON public.stumbles TO deskhand_app USING ((organisation_id = (NULLIF(current_setting('app.org'::text, true), ''::text))::uuid));


--
-- Name: subscriptions tenant; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY tenant ON public.subscriptions TO deskhand_app USING ((organisation_id = (NULLIF(current_setting('app.org'::text, true), ''::text))::uuid));


--
-- Name: surveys tenant; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY tenant ON public.surveys TO deskhand_app USING ((organisation_id = (NULLIF(current_setting('app.org'::text, true), ''::text))::uuid));


--
-- Name: tags tenant; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY tenant ON public.tags TO deskhand_app USING ((organisation_id = (NULLIF(current_setting('app.org'::text, true), ''::text))::uuid));


--
-- Name: team_groups tenant; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY tenant ON public.team_groups TO deskhand_app USING ((organisation_id = (NULLIF(current_setting('app.org'::text, true), ''::text))::uuid));


--
-- Name: team_members tenant; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY tenant ON public.team_members TO deskhand_app USING ((organisation_id = (NULLIF(current_setting('app.org'::text, true), ''::text))::uuid));


--
-- Name: teams tenant; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY tenant ON public.teams TO deskhand_app USING ((organisation_id = (NULLIF(current_setting('app.org'::text, true), ''::text))::uuid));


--
-- Name: ticket_links tenant; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY tenant ON public.ticket_links TO deskhand_app USING ((organisation_id = (NULLIF(current_setting('app.org'::text, true), ''::text))::uuid));


--
-- Name: ticket_moves tenant; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY tenant ON public.ticket_moves TO deskhand_app USING ((organisation_id = (NULLIF(current_setting('app.org'::text, true), ''::text))::uuid));


--
-- Name: ticket_tags tenant; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY tenant ON public.ticket_tags TO deskhand_app USING ((organisation_id = (NULLIF(current_setting('app.org'::text, true), ''::text))::uuid));


--
-- Name: ticket_vectors tenant; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY tenant ON public.ticket_vectors TO deskhand_app USING ((organisation_id = (NULLIF(current_setting('app.org'::text, true), ''::text))::uuid));


--
-- Name: tickets tenant; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY tenant ON public.tickets TO deskhand_app USING ((organisation_id = (NULLIF(current_setting('app.org'::text, true), ''::text))::uuid));


--
-- Name: upload_links tenant; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY tenant ON public.upload_links TO deskhand_app USING ((organisation_id = (NULLIF(current_setting('app.org'::text, true), ''::text))::uuid));


--
-- Name: workspace_settings tenant; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY tenant ON public.workspace_settings TO deskhand_app USING ((organisation_id = (NULLIF(current_setting('app.org'::text, true), ''::text))::uuid));


--
-- Name: ticket_links; Type: ROW SECURITY; Schema: public; Owner: -
--

ALTER TABLE public.ticket_links ENABLE ROW LEVEL SECURITY;

--
-- Name: ticket_moves; Type: ROW SECURITY; Schema: public; Owner: -
--

ALTER TABLE public.ticket_moves ENABLE ROW LEVEL SECURITY;

--
-- Name: ticket_tags; Type: ROW SECURITY; Schema: public; Owner: -
--

ALTER TABLE public.ticket_tags ENABLE ROW LEVEL SECURITY;

--
-- Name: ticket_vectors; Type: ROW SECURITY; Schema: public; Owner: -
--

ALTER TABLE public.ticket_vectors ENABLE ROW LEVEL SECURITY;

--
-- Name: tickets; Type: ROW SECURITY; Schema: public; Owner: -
--

ALTER TABLE public.tickets ENABLE ROW LEVEL SECURITY;

--
-- Name: upload_links; Type: ROW SECURITY; Schema: public; Owner: -
--

ALTER TABLE public.upload_links ENABLE ROW LEVEL SECURITY;

--
-- Name: workspace_settings; Type: ROW SECURITY; Schema: public; Owner: -
--

ALTER TABLE public.workspace_settings ENABLE ROW LEVEL SECURITY;

--
-- Name: FUNCTION index_merged(wanted uuid); Type: ACL; Schema: public; Owner: -
--

GRANT ALL ON FUNCTION public.index_merged(wanted uuid) TO deskhand_app;


--
-- Name: FUNCTION index_passages(wanted uuid, config regconfig); Type: ACL; Schema: public; Owner: -
--

GRANT ALL ON FUNCTION public.index_passages(wanted uuid, config regconfig) TO deskhand_app;


--
-- Name: FUNCTION index_ticket(wanted uuid, config regconfig); Type: ACL; Schema: public; Owner: -
--

GRANT ALL ON FUNCTION public.index_ticket(wanted uuid, config regconfig) TO deskhand_app;


--
-- Name: FUNCTION next_ticket_number(); Type: ACL; Schema: public; Owner: -
--

GRANT ALL ON FUNCTION public.next_ticket_number() TO deskhand_app;


--
-- Name: FUNCTION search_documents_for(wanted text, query tsquery, as_staff boolean, most integer); Type: ACL; Schema: public; Owner: -
--

GRANT ALL ON FUNCTION public.search_documents_for(wanted text, query tsquery, as_staff boolean, most integer) TO deskhand_app;


--
-- Name: TABLE amendments; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.amendments TO deskhand_app;


--
-- Name: TABLE api_keys; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.api_keys TO deskhand_app;


--
-- Name: TABLE article_vectors; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.article_vectors TO deskhand_app;
GRANT SELECT,UPDATE ON TABLE public.article_vectors TO deskhand_system;


--
-- Name: TABLE articles; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.articles TO deskhand_app;


--
-- Name: TABLE asks; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.asks TO deskhand_app;


--
-- Name: TABLE attachments; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.attachments TO deskhand_app;


--
-- Name: TABLE categories; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.categories TO deskhand_app;


--
-- Name: TABLE channels; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.channels TO deskhand_app;


--
-- Name: TABLE chat_posts; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.chat_posts TO deskhand_app;


--
-- Name: TABLE chat_reads; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.chat_reads TO deskhand_app;


--
-- Name: TABLE clock_warnings; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.clock_warnings TO deskhand_app;


--
-- Name: TABLE clocks; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.clocks TO deskhand_app;


--
-- Name: TABLE custom_fields; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.custom_fields TO deskhand_app;


--
-- Name: TABLE deliveries; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.deliveries TO deskhand_app;
GRANT SELECT,UPDATE ON TABLE public.deliveries TO deskhand_system;


--
-- Name: TABLE directory; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.directory TO deskhand_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.directory TO deskhand_system;


--
-- Name: TABLE drafts; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.drafts TO deskhand_app;


--
-- Name: TABLE due; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.due TO deskhand_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.due TO deskhand_system;


--
-- Name: TABLE entry_links; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.entry_links TO deskhand_app;


--
-- Name: TABLE events; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT ON TABLE public.events TO deskhand_app;
GRANT SELECT,UPDATE ON TABLE public.events TO deskhand_system;


--
-- Name: TABLE followers; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.followers TO deskhand_app;


--
-- Name: TABLE held_replies; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.held_replies TO deskhand_app;


--
-- Name: TABLE idempotency; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.idempotency TO deskhand_app;


--
-- Name: TABLE identities; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.identities TO deskhand_app;


--
-- Name: TABLE installations; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.installations TO deskhand_app;


--
-- Name: TABLE joined_people; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.joined_people TO deskhand_app;


--
-- Name: TABLE leases; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.leases TO deskhand_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.leases TO deskhand_system;


--
-- Name: TABLE link_codes; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.link_codes TO deskhand_app;


--
-- Name: TABLE macros; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.macros TO deskhand_app;


--
-- Name: TABLE message_reactions; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.message_reactions TO deskhand_app;


--
-- Name: TABLE message_refs; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.message_refs TO deskhand_app;


--
-- Name: TABLE messages; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.messages TO deskhand_app;


--
-- Name: TABLE organisations; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.organisations TO deskhand_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.organisations TO deskhand_system;


--
-- Name: TABLE passage_vectors; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.passage_vectors TO deskhand_app;
GRANT SELECT,UPDATE ON TABLE public.passage_vectors TO deskhand_system;


--
-- Name: TABLE passages; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.passages TO deskhand_app;


--
-- Name: TABLE people; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.people TO deskhand_app;


--
-- Name: TABLE person_notes; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.person_notes TO deskhand_app;


--
-- Name: TABLE pgqueuer; Type: ACL; Schema: public; Owner: -
--

GRANT INSERT ON TABLE public.pgqueuer TO deskhand_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.pgqueuer TO deskhand_system;


--
-- Name: COLUMN pgqueuer.id; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT(id) ON TABLE public.pgqueuer TO deskhand_app;


--
-- Name: COLUMN pgqueuer.priority; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT(priority) ON TABLE public.pgqueuer TO deskhand_app;


--
-- Name: COLUMN pgqueuer.entrypoint; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT(entrypoint) ON TABLE public.pgqueuer TO deskhand_app;


--
-- Name: COLUMN pgqueuer.dedupe_key; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT(dedupe_key) ON TABLE public.pgqueuer TO deskhand_app;


--
-- Name: SEQUENCE pgqueuer_id_seq; Type: ACL; Schema: public; Owner: -
--

GRANT USAGE ON SEQUENCE public.pgqueuer_id_seq TO deskhand_app;
GRANT USAGE ON SEQUENCE public.pgqueuer_id_seq TO deskhand_system;


--
-- Name: TABLE pgqueuer_log; Type: ACL; Schema: public; Owner: -
--

GRANT INSERT ON TABLE public.pgqueuer_log TO deskhand_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.pgqueuer_log TO deskhand_system;


--
-- Name: TABLE pgqueuer_schedules; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.pgqueuer_schedules TO deskhand_system;


--
-- Name: TABLE pgqueuer_statistics; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.pgqueuer_statistics TO deskhand_system;


--
-- Name: SEQUENCE pgqueuer_statistics_id_seq; Type: ACL; Schema: public; Owner: -
--

GRANT USAGE ON SEQUENCE public.pgqueuer_statistics_id_seq TO deskhand_system;


--
-- Name: TABLE places; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.places TO deskhand_app;


--
-- Name: TABLE presences; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.presences TO deskhand_app;


--
-- Name: TABLE rate_buckets; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.rate_buckets TO deskhand_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.rate_buckets TO deskhand_system;


--
-- Name: TABLE receipts; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.receipts TO deskhand_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.receipts TO deskhand_system;


--
-- Name: TABLE recent_tickets; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.recent_tickets TO deskhand_app;


--
-- Name: TABLE search_documents; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.search_documents TO deskhand_app;


--
-- Name: TABLE sessions; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.sessions TO deskhand_app;


--
-- Name: TABLE sla_policies; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.sla_policies TO deskhand_app;


--
-- Name: TABLE sla_targets; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.sla_targets TO deskhand_app;


--
-- Name: TABLE statuses; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.statuses TO deskhand_app;


--
-- Name: TABLE stumbles; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.stumbles TO deskhand_app;


--
-- Name: TABLE subscriptions; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.subscriptions TO deskhand_app;


--
-- Name: TABLE surveys; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.surveys TO deskhand_app;


--
-- Name: TABLE tags; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.tags TO deskhand_app;


--
-- Name: TABLE team_groups; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.team_groups TO deskhand_app;


--
-- Name: TABLE team_members; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.team_members TO deskhand_app;


--
-- Name: TABLE teams; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.teams TO deskhand_app;


--
-- Name: TABLE ticket_links; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.ticket_links TO deskhand_app;


--
-- Name: TABLE ticket_moves; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.ticket_moves TO deskhand_app;


--
-- Name: TABLE ticket_tags; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.ticket_tags TO deskhand_app;


--
-- Name: TABLE ticket_vectors; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.ticket_vectors TO deskhand_app;
GRANT SELECT,UPDATE ON TABLE public.ticket_vectors TO deskhand_system;


--
-- Name: TABLE tickets; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.tickets TO deskhand_app;


--
-- Name: TABLE upload_links; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.upload_links TO deskhand_app;


--
-- Name: TABLE workspace_settings; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.workspace_settings TO deskhand_app;


--
-- PostgreSQL database dump complete
--


INSERT INTO public.alembic_version VALUES ('0021');
