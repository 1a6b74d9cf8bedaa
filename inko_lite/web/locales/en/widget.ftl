# The widget on other sites' pages; what is said of a time stands after a colon or a comma, as it comes from the browser.

widget-open = Open now
widget-open-soon = Open, less than a minute
widget-open-wait = Open, about { $wait }
widget-full = All places are taken
widget-closed = Closed just now
widget-closed-until = Opens { $when }
widget-unstaffed = Nobody is here just now
widget-unknown = Ask a person
widget-opened = Go on here
widget-waiting = You are number { $place }
widget-chatting = Your chat goes on here
widget-wrote = { $name } wrote to you
widget-unread = Unread messages: { $count }
widget-minimise = Minimise
widget-close = Close
widget-loading = The chat is on its way …
widget-blocked = The chat cannot be shown inside this page. It works just as well by itself.
widget-window = Open in its own window

widget-demo-title = Sync your bookmarks between devices
widget-demo-first = When you sign in on a second device, your bookmarks, open tabs and passwords appear there after a few minutes.
widget-demo-second = Open the menu, choose Sign in, and enter the address of your account. Then choose what you want to share between your devices and save.
widget-demo-third = If nothing happens after ten minutes, check that both devices are signed in to the same account.
widget-demo-note = This page stands for any page of your site: the button in the corner is all that one script tag adds to it.
widget-demo-next = The next page of this site
widget-demo-tag = The tag of this page
