"""A small app for a Django site with a live chat: its permissions and groups, a page to sign out, and who somebody is."""
