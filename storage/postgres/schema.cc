#include "storage/postgres/schema.h"

#include <pqxx/pqxx>

#include "absl/strings/str_cat.h"

namespace arasha::storage {

// The version of PostgreSQL first, which decides how it spells the rest. Of rights those of others than the
// owner, whose own differ between versions of PostgreSQL. Of indexes those that keep rows apart: others may
// be added to suit a register's size. Of roles those that serve: what would lift them above policies and
// triggers. Of settings what would do that to all, wherever it was set, as this session sees it. Of views the
// options, too.
const absl::string_view kSchemaParts = R"sql((
WITH relation AS (
  SELECT * FROM pg_class WHERE relnamespace = 'public'::regnamespace
), routine AS (
  SELECT * FROM pg_proc WHERE pronamespace = 'public'::regnamespace
)
SELECT 'PostgreSQL' AS name, (current_setting('server_version_num')::integer / 10000)::text AS definition
UNION ALL
SELECT CASE c.relkind WHEN 'r' THEN 'table ' WHEN 'v' THEN 'view ' WHEN 'c' THEN 'type ' WHEN 'S' THEN 'sequence ' ELSE 'relation ' END
         || c.relname,
       CASE WHEN c.relkind = 'v' THEN coalesce(array_to_string(c.reloptions, ' '), '') || E'\n' ELSE '' END
       || format('row security %s %s, triggers off %s', c.relrowsecurity, c.relforcerowsecurity,
              (SELECT count(*) FROM pg_trigger t WHERE t.tgrelid = c.oid AND t.tgenabled <> 'O'))
       || coalesce((SELECT string_agg(E'\n' || concat_ws(' ', a.attname, format_type(a.atttypid, a.atttypmod),
              CASE WHEN a.attnotnull THEN 'NOT NULL' END, nullif(a.attidentity::text, ''),
              nullif(a.attgenerated::text, ''), pg_get_expr(d.adbin, d.adrelid), rights.granted), '' ORDER BY a.attnum)
            FROM pg_attribute a LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum,
            LATERAL (SELECT string_agg(x.grantee::regrole || '=' || x.privilege_type, ' '
                                       ORDER BY x.grantee::regrole::text COLLATE "C", x.privilege_type COLLATE "C") AS granted
                     FROM aclexplode(a.attacl) AS x WHERE x.grantee <> c.relowner) AS rights
            WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND c.relkind <> 'S'), '')
       || coalesce((SELECT E'\n' || string_agg(x.grantee::regrole || '=' || x.privilege_type, ' '
                                               ORDER BY x.grantee::regrole::text COLLATE "C", x.privilege_type COLLATE "C")
            FROM aclexplode(c.relacl) AS x WHERE x.grantee <> c.relowner), '')
FROM relation c WHERE c.relkind NOT IN ('i', 'I', 't')
UNION ALL
SELECT format('constraint %s.%s', c.relname, k.conname), pg_get_constraintdef(k.oid) || CASE WHEN k.convalidated THEN '' ELSE ' NOT VALID' END
FROM pg_constraint k JOIN relation c ON c.oid = k.conrelid WHERE k.contype <> 'n'
UNION ALL
SELECT format('index %s.%s', c.relname, n.relname), pg_get_indexdef(i.indexrelid) || CASE WHEN i.indisvalid THEN '' ELSE ' INVALID' END
FROM pg_index i JOIN relation c ON c.oid = i.indrelid JOIN pg_class n ON n.oid = i.indexrelid WHERE i.indisunique
UNION ALL
SELECT format('trigger %s.%s', c.relname, t.tgname), concat_ws(' ', pg_get_triggerdef(t.oid), t.tgenabled)
FROM pg_trigger t JOIN relation c ON c.oid = t.tgrelid WHERE NOT t.tgisinternal
UNION ALL
SELECT format('rule %s.%s', c.relname, r.rulename), pg_get_ruledef(r.oid)
FROM pg_rewrite r JOIN relation c ON c.oid = r.ev_class
UNION ALL
SELECT format('policy %s.%s', c.relname, p.polname),
       concat_ws(' ', p.polpermissive, p.polcmd,
                 (SELECT string_agg(o::regrole::text, ' ' ORDER BY o::regrole::text COLLATE "C") FROM unnest(p.polroles) AS o),
                 'USING', pg_get_expr(p.polqual, p.polrelid), 'CHECK', pg_get_expr(p.polwithcheck, p.polrelid))
FROM pg_policy p JOIN relation c ON c.oid = p.polrelid
UNION ALL
SELECT format('function %s(%s)', f.proname, pg_get_function_identity_arguments(f.oid)),
       concat_ws(E'\n', concat_ws(' ', pg_get_function_result(f.oid), l.lanname, f.prokind, f.provolatile, f.proparallel,
                                  f.prosecdef, f.proisstrict, f.proleakproof, array_to_string(f.proconfig, ' ')),
                 coalesce(pg_get_function_sqlbody(f.oid), f.prosrc),
                 (SELECT string_agg(x.grantee::regrole || '=' || x.privilege_type, ' '
                                    ORDER BY x.grantee::regrole::text COLLATE "C", x.privilege_type COLLATE "C")
                  FROM aclexplode(coalesce(f.proacl, acldefault('f', f.proowner))) AS x WHERE x.grantee <> f.proowner))
FROM routine f JOIN pg_language l ON l.oid = f.prolang
UNION ALL
SELECT 'schema public',
       (SELECT string_agg(x.grantee::regrole || '=' || x.privilege_type, ' '
                          ORDER BY x.grantee::regrole::text COLLATE "C", x.privilege_type COLLATE "C")
        FROM aclexplode(n.nspacl) AS x WHERE x.grantee <> n.nspowner)
FROM pg_namespace n WHERE n.nspname = 'public'
UNION ALL
SELECT 'event trigger ' || e.evtname, concat_ws(' ', e.evtevent, e.evtfoid::regproc, e.evtenabled) FROM pg_event_trigger e
UNION ALL
SELECT 'role ' || r.rolname,
       format('superuser %s, bypasses policies %s, makes roles %s, replicates %s, member of %s, set %s',
              r.rolsuper, r.rolbypassrls, r.rolcreaterole, r.rolreplication,
              ARRAY(SELECT m.roleid::regrole::text COLLATE "C" FROM pg_auth_members m WHERE m.member = r.oid ORDER BY 1),
              ARRAY(SELECT s COLLATE "C" FROM pg_db_role_setting d, unnest(d.setconfig) AS s
                    WHERE d.setrole IN (r.oid, 0)
                      AND split_part(s, '=', 1) IN ('search_path', 'session_replication_role', 'row_security') ORDER BY 1))
FROM pg_roles r WHERE r.rolname IN ('arasha_server', 'arasha_sequencer', 'arasha_reporter')
UNION ALL
SELECT 'setting ' || s, current_setting(s) FROM unnest(ARRAY['session_replication_role', 'row_security']) AS s
))sql";

absl::StatusOr<std::vector<SchemaPart>> ReadSchema(Connection& connection) {
  static const std::string sql =
      absl::StrCat("SELECT name, definition FROM ", kSchemaParts, " AS part ORDER BY name COLLATE \"C\"");
  const auto rows = connection.Execute(sql, {});
  if (!rows.ok()) return rows.status();
  std::vector<SchemaPart> parts;
  for (const auto& row : *rows) parts.push_back({row[0].c_str(), row[1].c_str()});
  return parts;
}

}  // namespace arasha::storage
