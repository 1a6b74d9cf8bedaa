-- The chat's two permissions and two groups on a Django site, for sites that do not install the app in live_chat/.
-- Run it in the site's database as the role that owns Django's tables. It may be run again: what is there stays.
-- The content type is asked for by name, never by number: numbers differ from site to site.
BEGIN;

INSERT INTO public.django_content_type (app_label, model)
VALUES ('live_chat', 'chat')
ON CONFLICT (app_label, model) DO NOTHING;

INSERT INTO public.auth_permission (content_type_id, codename, name)
SELECT kind.id, wanted.codename, wanted.name
FROM public.django_content_type AS kind,
    (VALUES
        ('agent_live_chat', 'Can answer guests in the live chat'),
        ('monitor_live_chat', 'Can monitor the live chat')
    ) AS wanted (codename, name)
WHERE kind.app_label = 'live_chat' AND kind.model = 'chat'
ON CONFLICT (content_type_id, codename) DO NOTHING;

-- A group that exists already keeps the permissions that the site gave it; a new one gets those below.
WITH made AS (
    INSERT INTO public.auth_group (name)
    VALUES ('Live Chat helpers'), ('Live Chat Room Monitor')
    ON CONFLICT (name) DO NOTHING
    RETURNING id, name
)
INSERT INTO public.auth_group_permissions (group_id, permission_id)
SELECT made.id, permission.id
FROM made
JOIN public.auth_permission AS permission
    ON permission.codename = 'agent_live_chat'
    OR (permission.codename = 'monitor_live_chat' AND made.name = 'Live Chat Room Monitor')
JOIN public.django_content_type AS kind
    ON kind.id = permission.content_type_id AND kind.app_label = 'live_chat' AND kind.model = 'chat'
ON CONFLICT (group_id, permission_id) DO NOTHING;

COMMIT;
