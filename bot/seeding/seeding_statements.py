"""The statements of :mod:`bot.seeding.seeding`: each makes a chunk of rows inside the database."""

# Ids begin with their time like all of ours; the rest is run, number and kind of row.
PEOPLE = """
INSERT INTO people (id, organisation_id, email, name, role, status, preferences,
                    created_at, updated_at)
SELECT CAST(lpad(to_hex(CAST(extract(epoch FROM :now) * 1000 AS bigint)), 12, '0')
            || '70008' || :run || lpad(to_hex(n), 8, '0') AS uuid),
       :org,
       CASE WHEN n <= :customers THEN 'customer' ELSE 'agent' END || n || '.' || :run
           || '@seeded.invalid',
       CASE WHEN n <= :customers THEN 'Customer ' ELSE 'Agent ' END || n,
       CASE WHEN n <= :customers THEN 'customer' ELSE 'agent' END,
       'active', '{}', :now, :now
FROM generate_series(1, CAST(:customers + :agents AS integer)) n
RETURNING id
"""

TICKETS = """
WITH drawn AS MATERIALIZED (
    SELECT n,
           :now - CAST(:step AS interval) * (:total - n + random()) AS at,
           CASE WHEN n <= :total * 0.9 THEN CASE WHEN random() < 0.95 THEN 6 ELSE 5 END
                ELSE 1 + CAST(floor(random() * 5) AS integer) END AS status,
           CASE WHEN random() < 0.05 THEN 1 WHEN random() < 0.2 THEN 2
                WHEN random() < 0.75 THEN 3 ELSE 4 END AS priority,
           1 + CAST(floor(random() * :customers) AS integer) AS customer,
           :customers + 1 + CAST(floor(random() * (cardinality(CAST(:people AS uuid[]))
               - :customers)) AS integer) AS agent,
           1 + CAST(floor(random() * cardinality(CAST(:categories AS uuid[]))) AS integer)
               AS category,
           1 + CAST(floor(random() * cardinality(CAST(:products AS text[]))) AS integer)
               AS product,
           1 + CAST(floor(random() * cardinality(CAST(:troubles AS text[]))) AS integer)
               AS trouble,
           1 + CAST(floor(random() * cardinality(CAST(:wishes AS text[]))) AS integer) AS wish,
           1 + CAST(floor(random() * cardinality(CAST(:answers AS text[]))) AS integer) AS answer
    FROM generate_series(CAST(:first AS integer), CAST(:last AS integer)) n
), base AS MATERIALIZED (
    SELECT drawn.*,
           lpad(to_hex(CAST(extract(epoch FROM at) * 1000 AS bigint)), 12, '0') AS head,
           '8' || :run || lpad(to_hex(n), 8, '0') AS tail,
           (CAST(:people AS uuid[]))[customer] AS requester_id,
           CASE WHEN status > 1 THEN (CAST(:people AS uuid[]))[agent] END AS assignee_id,
           initcap((CAST(:products AS text[]))[product]) || ' '
               || (CAST(:troubles AS text[]))[trouble] AS subject,
           CASE WHEN status > 4 THEN at + interval '3 hours' * random() END AS resolved_at
    FROM drawn
), ticket AS (
    INSERT INTO tickets (id, organisation_id, number, subject, status_id, priority, category_id,
        requester_id, assignee_id, policy_id, source, language, revision, last_said_by,
        message_count, custom_fields, created_at, updated_at, resolved_at, closed_at)
    SELECT CAST(head || '7001' || tail AS uuid), :org, next_ticket_number(), subject,
           (CAST(:statuses AS uuid[]))[status], (CAST(:priorities AS text[]))[priority],
           (CAST(:categories AS uuid[]))[category], requester_id, assignee_id,
           (SELECT p.id FROM sla_policies p WHERE p.is_default AND p.active LIMIT 1),
           'seed', :language, status, 'customer', 3, '{}', at,
           coalesce(resolved_at, at + interval '2 minutes'), resolved_at,
           CASE WHEN status = 6 THEN resolved_at END
    FROM base
    RETURNING id, number, requester_id, created_at
), message AS (
    INSERT INTO messages (id, organisation_id, ticket_id, kind, audience, body, author_id,
        author_role, surface, created_at, attributes)
    SELECT CAST(head || '701' || k || tail AS uuid), :org, CAST(head || '7001' || tail AS uuid),
           'reply', 'public',
           CASE k WHEN 1 THEN subject || '. ' || (CAST(:wishes AS text[]))[wish]
                  WHEN 2 THEN (CAST(:answers AS text[]))[answer]
                  ELSE 'Thank you. ' || (CAST(:wishes AS text[]))[1 + n % 6] END,
           CASE k WHEN 2 THEN (CAST(:people AS uuid[]))[agent] ELSE requester_id END,
           CASE k WHEN 2 THEN 'agent' ELSE 'customer' END,
           'seed', at + interval '1 minute' * (k - 1), '{}'
    FROM base CROSS JOIN generate_series(1, 3) k
    RETURNING id, ticket_id, author_id, author_role, created_at
), target AS MATERIALIZED (
    SELECT * FROM unnest(CAST(:target_priorities AS text[]), CAST(:target_metrics AS text[]),
                         CAST(:target_minutes AS integer[])) AS t (priority, metric, minutes)
), counted AS MATERIALIZED (
    SELECT base.head, base.tail, t.metric, t.minutes, base.at,
           at + interval '1 minute' * t.minutes AS ends,
           CASE WHEN t.metric = 'first_response' THEN at + interval '1 minute'
                ELSE resolved_at END AS met_at,
           status = 4 AS paused
    FROM base JOIN target t ON t.priority = (CAST(:priorities AS text[]))[base.priority]
), clock AS (
    INSERT INTO clocks (id, organisation_id, ticket_id, metric, state, minutes, counted,
        running_since, due_at, met_at, breached_at)
    SELECT CAST(head || CASE metric WHEN 'resolution' THEN '7021' ELSE '7022' END || tail AS uuid),
           :org, CAST(head || '7001' || tail AS uuid), metric,
           CASE WHEN met_at IS NOT NULL THEN 'met' WHEN paused THEN 'paused'
                WHEN ends <= :now THEN 'breached' ELSE 'running' END,
           minutes,
           CASE WHEN met_at IS NOT NULL THEN extract(epoch FROM met_at - at)
                WHEN paused THEN 120 ELSE 0 END,
           CASE WHEN met_at IS NULL AND NOT paused THEN at END,
           CASE WHEN met_at IS NULL AND NOT paused THEN ends END,
           met_at,
           CASE WHEN met_at IS NULL AND NOT paused AND ends <= :now THEN ends END
    FROM counted
    RETURNING id, state, due_at
), moment AS (
    INSERT INTO due (organisation_id, kind, id, due_at)
    SELECT :org, 'clock', id, due_at FROM clock WHERE state = 'running'
), fact AS (
    INSERT INTO events (id, organisation_id, type, ticket_id, actor_id, surface, at, data)
    SELECT id, :org, 'TicketOpened', id, requester_id, 'seed', created_at,
           jsonb_build_object('changes', '{}'::jsonb, 'reason_id', NULL, 'revision', 1,
               'number', number, 'requester_id', requester_id, 'source', 'seed',
               'place_id', NULL, 'silent', true)
    FROM ticket
    UNION ALL
    SELECT id, :org, 'MessagePosted', ticket_id, author_id, 'seed', created_at,
           jsonb_build_object('message_id', id, 'audience', 'public', 'kind', 'reply',
               'by', CASE author_role WHEN 'agent' THEN 'staff' ELSE 'customer' END,
               'place_id', NULL, 'opening', substr(CAST(id AS text), 18, 1) = '1')
    FROM message
)
SELECT id FROM ticket
"""

INDEX = """
SELECT index_ticket(t.id, CAST(:config AS regconfig))
FROM unnest(CAST(:ids AS uuid[])) t (id)
"""
