-- A role that can read what the chat needs of a Django site, column by column, and nothing else.
-- Run it in the site's database as a role that may create roles and owns Django's tables. It may be run again.
-- Give the role a password (ALTER ROLE inko_reader PASSWORD '...') or a line in pg_hba.conf, and name it in
-- [django] dsn: "host=... dbname=... user=inko_reader". Where the chat's own tables are in the same database and one DSN is
-- to serve both, grant it to the chat's role instead: GRANT inko_reader TO inko;
-- With a user model of your own, put its table in place of auth_user, auth_user_groups and auth_user_user_permissions below
-- (app.Member is app_member, app_member_groups and app_member_user_permissions, with member_id for user_id).
-- What this role reads is as good as a sign-in: it sees session keys. Keep its password like the site's SECRET_KEY.
BEGIN;

DO $$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'inko_reader') THEN
        CREATE ROLE inko_reader LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOINHERIT;
    END IF;
END
$$;

-- Whatever it was given before, it has the following and no more.
REVOKE ALL ON ALL TABLES IN SCHEMA public FROM inko_reader;
REVOKE ALL ON ALL SEQUENCES IN SCHEMA public FROM inko_reader;
REVOKE CREATE ON SCHEMA public FROM inko_reader;
GRANT USAGE ON SCHEMA public TO inko_reader;

-- Who a cookie belongs to. Not needed with [django] identity_url; then leave it out.
GRANT SELECT (session_key, session_data, expire_date) ON public.django_session TO inko_reader;
-- The password column holds a hash; a session ends when it changes. last_login is for `inko-lite check` alone.
GRANT SELECT (id, username, password, first_name, last_name, is_active, is_superuser, last_login)
    ON public.auth_user TO inko_reader;
-- What people may do.
GRANT SELECT (user_id, group_id) ON public.auth_user_groups TO inko_reader;
GRANT SELECT (user_id, permission_id) ON public.auth_user_user_permissions TO inko_reader;
GRANT SELECT (id, name) ON public.auth_group TO inko_reader;
GRANT SELECT (group_id, permission_id) ON public.auth_group_permissions TO inko_reader;
GRANT SELECT (id, codename) ON public.auth_permission TO inko_reader;

ALTER ROLE inko_reader SET default_transaction_read_only = on;

COMMIT;
