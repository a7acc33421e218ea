-- Fills a migrated, empty database with a year of work at ten missions: :cases cases with deadlines and timelines,
-- and a log of :leaves leaves. For looking at reports of real size and for measuring them. Leaves are of
-- the true form, but their requests, certificates and row states are made up.
\set ON_ERROR_STOP on
BEGIN;
INSERT INTO mission SELECT code, name, name, name, host, zone, '{6,7}' FROM (VALUES
  ('MFA', 'Ministry of Foreign Affairs', 'KZ', 'Asia/Almaty'), ('IST', 'Istanbul', 'TR', 'Europe/Istanbul'),
  ('WAW', 'Warsaw', 'PL', 'Europe/Warsaw'), ('ASB', 'Ashgabat', 'TM', 'Asia/Ashgabat'),
  ('DXB', 'Dubai', 'AE', 'Asia/Dubai'), ('FRA', 'Frankfurt', 'DE', 'Europe/Berlin'),
  ('SEL', 'Seoul', 'KR', 'Asia/Seoul'), ('NYC', 'New York', 'US', 'America/New_York'),
  ('PEK', 'Beijing', 'CN', 'Asia/Shanghai'), ('BKK', 'Bangkok', 'TH', 'Asia/Bangkok'),
  ('ANR', 'Ankara', 'TR', 'Europe/Istanbul')) AS m (code, name, host, zone) ON CONFLICT DO NOTHING;
INSERT INTO principal SELECT 'staff/officer.' || n, '\x00', true, '{}' FROM generate_series(1, 60) AS n;
INSERT INTO role_grant
  SELECT 'staff/officer.' || n, CASE n % 6 WHEN 0 THEN 'head' ELSE 'officer' END, code, 'infinity'
  FROM generate_series(1, 60) AS n, (SELECT code, row_number() OVER (ORDER BY code) AS i FROM mission) AS m
  WHERE 1 + (n * n) % 11 = m.i;

CREATE TEMPORARY TABLE planned AS
SELECT m.code AS mission, gen_random_uuid() AS uid, n AS serial, t.id AS type, t.version,
       '2026-01-01'::timestamptz + (n * (31500000.0 / :cases) + 300 * random()) * interval '1 second' AS received, m.host_state, random() AS luck,
       m.i AS i
FROM generate_series(1, :cases) AS n
JOIN (SELECT code, host_state, row_number() OVER (ORDER BY code) AS i FROM mission WHERE code <> 'MFA') AS m
  ON 1 + (n * 7 + n / 11) % 10 = m.i
JOIN (SELECT id, version, row_number() OVER (ORDER BY id) AS i, count(*) OVER () AS all FROM case_type) AS t
  ON 1 + (n / 3) % t.all = t.i;
INSERT INTO case_file (mission, uid, year, serial, type, type_version, state, open, priority, assignee, host_state,
  sensitivity, labels, sealed, received_time, create_time, created_by, update_time, close_time, version)
SELECT mission, uid, 2026, serial, type, version, CASE WHEN luck < 0.8 THEN 'closed' ELSE 'in_progress' END, luck >= 0.8, 2,
       CASE WHEN luck < 0.95 THEN 'staff/officer.' || 1 + serial % 60 END, host_state, 1, '{}', '\x00', received,
       received + interval '20 minutes', 'staff/officer.1', received + interval '5 days',
       CASE WHEN luck < 0.8 THEN received + luck * interval '60 days' END, 3
FROM planned;
-- Every rule of the catalogue named here; missions differ in how well they keep them.
INSERT INTO deadline (mission, case_uid, rule, source, start_time, due_time, met_by, corrects, met_time, stop_time)
SELECT p.mission, p.uid, r.rule, 'source', p.received, p.received + r.hours * interval '1 hour', '{}', true,
       CASE WHEN random() < 0.97 - 0.02 * p.i
         THEN p.received + r.hours * (0.2 + random() * (0.7 + 0.06 * p.i)) * interval '1 hour' END, NULL
FROM planned p JOIN (VALUES ('rights.detention', 'first_contact', 24), ('rights.detention', 'access_request', 48),
  ('rights.detention', 'visit', 120), ('rights.detention', 'host_notification', 72),
  ('family.child_abduction', 'court_decision', 1008), ('business.contract_or_payment_dispute', 'first_reply', 72))
  AS r (type, rule, hours) ON r.type = p.type;
INSERT INTO entry (mission, case_uid, uid, kind, happened_time, record_time, author, channel, in_person, triggers)
SELECT d.mission, d.case_uid, gen_random_uuid(), CASE WHEN random() < 0.3 THEN 4 ELSE 3 END, d.met_time,
       d.met_time + interval '1 hour', 'staff/officer.' || 1 + (random() * 59)::integer, 1, random() < 0.3, '{}'
FROM deadline d WHERE d.met_time IS NOT NULL AND d.rule IN ('first_contact', 'visit');
INSERT INTO entry (mission, case_uid, uid, kind, happened_time, record_time, author, in_person, triggers)
SELECT p.mission, p.uid, gen_random_uuid(), k, p.received + k * interval '3 hours', p.received + k * interval '4 hours',
       'staff/officer.' || 1 + p.serial % 60, false, '{}'
FROM planned p, generate_series(1, 2) AS k;

INSERT INTO audit_leaf (leaf_hash, leaf_data, occurred_time, actor, action, decision, mission, object_uid)
SELECT sha256('\x00'::bytea || data), data, at, actor, action, decision, mission, object
FROM (
  SELECT '\x01'::bytea || record_send(ROW(gen_random_uuid(), l.at, 'made-up'::text, l.actor, sha256('certificate'),
           l.action, l.decision, l.mission, l.object, NULL::uuid, NULL::uuid, sha256('commitment'), ''::bytea,
           ''::bytea)) AS data, l.*
  FROM (
    SELECT '2026-01-01'::timestamptz + n * (31536000.0 / :leaves) * interval '1 second' AS at,
           'staff/officer.' || 1 + (n * 31 % 60) AS actor,
           (ARRAY['GetCase', 'GetCase', 'GetCase', 'ListEntries', 'ListEntries', 'AddEntry', 'AddEntry', 'TransitionCase',
                  'UpdateCase', 'CreateCase'])[1 + n * 13 % 10] AS action,
           CASE WHEN n % 211 = 0 THEN 'denied' ELSE 'done' END AS decision, p.mission, p.uid AS object
    FROM generate_series(1, :leaves::bigint) AS n JOIN planned p ON p.serial = 1 + n * 7919 % :cases) AS l) AS leaves;
INSERT INTO audit_sequence SELECT row_number() OVER (ORDER BY leaf_id) - 1, leaf_id FROM audit_leaf;
INSERT INTO audit_checkpoint (origin, size, root, note)
SELECT 'arasha.example/audit', count(*), sha256('root'), E'arasha.example/audit\n' FROM audit_sequence;
COMMIT;
ANALYZE;
