# The agent console.
agent-starting = One moment, the console is opening.
agent-skip = Skip to the conversation
agent-shortcuts = Keyboard shortcuts
agent-close = Close
agent-panes = Panes
agent-pane-chats = Chats
agent-pane-talk = Conversation
agent-pane-guest = Guest
agent-own-menu = Menu of { $name }
agent-sign-out = Sign out of the chat
agent-sign-out-site = Sign out of the site
agent-own-status = Your status
agent-status-online = Online
agent-status-away = Away
agent-status-busy = Busy
agent-status-offline = Offline
agent-chats-of =
    { $own ->
        [one] { $own } chat of
       *[other] { $own } chats of
    }
agent-away =
    { $own ->
        [0] You are not online, so you get no guests.
        [one] You are not online, so you get no new guests. Your chat goes on.
       *[other] You are not online, so you get no new guests. Your { $own } chats go on.
    }
agent-back = I am back
agent-full =
    { $waiting ->
        [one] You have { $own } of { $limit } chats, so nothing is offered to you. One guest waits.
       *[other] You have { $own } of { $limit } chats, so nothing is offered to you. { $waiting } guests wait.
    }
agent-queue-open = Queue open
agent-queue-full = Queue full
agent-queue-closed = Queue closed
agent-queue-unstaffed = Nobody online
agent-queue-waiting =
    { $waiting ->
        [0] nobody waits
       *[other] { $waiting } waiting
    }
agent-queue-agents =
    { $agents ->
        [one] one agent online
       *[other] { $agents } agents online
    }
agent-work = Chats and queue
agent-your-chats = Your chats
agent-no-chats = None.
agent-queue = Queue
agent-queue-count =
    { $waiting ->
        [one] 1
       *[other] { $waiting }, oldest first
    }
agent-nobody-waits = Nobody waits.
agent-colleagues = Colleagues
agent-no-colleagues = Nobody else is here.
agent-load = { $own } of { $limit }
agent-you-said = You: { $text }
agent-guest-types = guest types
agent-ended = ended
agent-unread-word = unread
agent-waits = waits
agent-has-waited = Has waited { $time } for an answer
agent-due = waits { $time } for your answer
agent-guest-reconnecting = reconnecting
agent-take = Take
agent-take-whom = the chat with { $name }
agent-take-next = Take the next guest
agent-empty-title = Nobody waits
agent-empty-text = The next guest appears in the queue here by itself. Thank you for being here.
agent-empty-waiting =
    { $waiting ->
        [one] One guest waits
       *[other] { $waiting } guests wait
    }
agent-empty-take = Take the one who has waited longest, or pick a question from the queue.
agent-cannot-away = Set your status to online to take a guest.
agent-cannot-full = You have as many chats as your limit allows.
agent-answer-label = Your answer to { $name }
agent-answer-placeholder = Answer { $name }, or type / for a saved reply
agent-chat-over = This chat is over.
agent-put-away = Remove from the list
agent-end-title = End the chat with { $name }?
agent-end-text = The conversation is over for both of you then.
agent-about = About the guest
agent-question = Question
agent-details = Details
agent-fact-product = Product
agent-fact-topic = Topic
agent-fact-browser = Browser
agent-fact-version = Version
agent-fact-os = System
agent-fact-locale = Language
agent-fact-extensions = Extensions
agent-fact-email = E-mail
agent-fact-began = Began
agent-fact-frequency = How often
agent-fact-same-computer = On that computer now
agent-fact-preferred-agent = Asked for
agent-fact-tags = Tags
agent-fact-troubleshooting = Troubleshooting
agent-fact-consent = Agreed to rules
agent-fact-yes = Yes
agent-fact-no = No
agent-fact-show = Show { $characters } characters
agent-fact-user-agent = User agent
agent-keys-everywhere = Everywhere, also while typing
agent-keys-answer = In the answer
agent-keys-outside = Outside text fields
agent-key-take = Take the next guest
agent-key-step = Previous, next chat
agent-key-longest = Chat that waits longest
agent-key-escape = Leave the text field
agent-key-send = Send
agent-key-line = New line
agent-key-answer = Answer
agent-key-end = End the chat
agent-key-list = This list
agent-letters = Single-letter shortcuts
agent-out-title =
    { $reason ->
        [signed_out] You have signed out
        [signed_in] Somebody else has signed in here
        [expired] Your sign-in has expired
        [idle] You were signed out after a long silence
        [password_changed] Your password was changed
        [deactivated] Your account is switched off
        [rights_changed] Your rights were changed
        [too_many] You were signed out in this browser
        [banned] You have been banned
        [erased] Your data are erased
        [resumed] You went on with a code
       *[other] You are signed out
    }
agent-out-text =
    { $reason ->
        [signed_out] Guests you were talking with go to the next helper, unless you are still signed in in another browser. Sign in to go on.
        [signed_in] On the site, this browser now belongs to somebody else. Go on as that person, or sign in as yourself again.
        [expired] A sign-in lasts for a limited time. Sign in again to go on.
        [idle] Nothing was heard from your pages for a long time. Sign in again to go on.
        [password_changed] For your safety you are signed out everywhere then. Sign in with the new password; if it was not you who changed it, tell those who run the site.
        [deactivated] The site does not let your account in any more. Only those who run the site can change that.
        [rights_changed] What you may do here is no longer the same, so the guests you were talking with go to the next helper. Sign in again to go on with what you may do now.
        [too_many] You are signed in in more browsers than are allowed at once, and this one was unused for longest. Your chats go on in the others; sign in again to use this one.
        [banned] A moderator has ended your visit. Load the page again to read what you can do.
        [erased] All that was kept about you has been erased, as was asked for. Sign in to begin anew.
        [resumed] This browser now has the chat of a guest, to which the code led. Sign in to be a helper again.
       *[other] The server does not know this page any more. Sign in to go on.
    }
agent-sign-in = Sign in
agent-limit = Chats at once
agent-limit-less = One chat fewer at once
agent-limit-more = One chat more at once
agent-away-missed = You missed some offers.
agent-offers = Offered to you
agent-offered-queue = Offered to you
agent-offered-transfer = { $name } hands over to you
agent-offered-to = offered to { $name }
agent-accept = Accept
agent-decline = Decline
agent-seconds-left =
    { $seconds ->
        [one] one second left
       *[other] { $seconds } seconds left
    }
agent-invited-by = by { $name }
agent-join = Join
agent-not-now = Not now
agent-called = { $name } calls a moderator
agent-watch = Watch
agent-watch-stop = Stop watching
agent-watching = You are watching. Nobody but helpers sees you here.
agent-take-over = Take over
agent-seen = OK
agent-leave = Leave
agent-nearly-full = This conversation is nearly full. It can go on in a new room, with the same people.
agent-go-on = Go on in a new room
agent-transfer = Transfer
agent-transfer-title = Transfer { $name }
agent-transfer-text = The chat stays with you until it is accepted.
agent-transfer-to = To
agent-transfer-queue = Front of the queue
agent-transfer-queue-more = Whoever is free next
agent-transfer-note = Note for the colleague (agents only)
agent-transfer-offer = Offer to { $name }
agent-transfer-back = Back to the queue
agent-transfer-pending = Offered to { $name }
agent-transfer-declined = { $name } declined. The chat stays with you.
agent-transfer-missed = { $name } did not answer in time. The chat stays with you.
agent-invite = Invite a helper
agent-invite-title = Invite a helper into this chat
agent-invite-text = The guest sees who joins.
agent-invite-whom = Whom
agent-topic = Change topic
agent-topic-title = What is this chat about?
agent-topic-label = Topic, everybody sees it
agent-save = Save
agent-report = Call a moderator
agent-report-title = Call a moderator into this chat
agent-report-text = The guest is not told.
agent-report-label = What is the matter?
agent-reason = Reason (agents only)
agent-kick = Kick …
agent-kick-title = Remove { $name } from the chat?
agent-kick-text = The chat ends with it.
agent-kick-action = Remove
agent-ban = Ban …
agent-ban-title = Ban { $name }?
agent-ban-text = The visit ends at once, and no new one can begin. The person can ask for a review.
agent-ban-length = For how long
agent-ban-hour = An hour
agent-ban-day = A day
agent-ban-week = A week
agent-ban-ever = Until lifted
agent-ban-action = Ban
agent-redact = Remove the message
agent-redact-label = Remove this message
agent-redact-title = Remove this message for everybody?
agent-redact-text = Its text is gone everywhere. That it was removed is recorded.
agent-direct = Write a message
agent-direct-title = Write to { $name }
agent-mode = Queue …
agent-mode-title = The queue
agent-mode-legend = New guests
agent-mode-auto = Automatic
agent-mode-open = Open
agent-mode-draining = Serve those who wait
agent-mode-closed = Closed
agent-mode-more-auto = By opening hours, helpers and people waiting
agent-mode-more-open = While somebody is online and there are places
agent-mode-more-draining = Nobody new, nobody is sent away
agent-mode-more-closed = Nobody new can come in
agent-mode-message = What guests read
agent-replies = Saved replies
agent-replies-none = No saved reply begins like this. Enter sends the text as it is.
agent-replies-preview = What { $name } will read
agent-tags = Tags
agent-tags-suggested = Suggested
agent-tag-new = Add a tag
agent-tag-remove = Remove the tag { $tag }
agent-add = Add
agent-notes = Notes
agent-notes-who = agents only
agent-actions = Actions
agent-rooms = Other rooms
agent-key-reply = Saved reply
agent-about-room = About this room
agent-again = Try again
agent-asking = One moment…
agent-check-blocks = this stops offers
agent-closed = The queue is closed.
agent-closed-because = The queue is closed. “{ $reason }”
agent-closed-waiting =
    { $waiting ->
        [one] The one who waits is still served.
       *[other] The { $waiting } who wait are still served.
    }
agent-create = New room
agent-create-action = Open the room
agent-create-name = Name
agent-create-private = By invitation only
agent-create-text = For helpers among themselves. Guests do not see it.
agent-create-title = Open a room
agent-earlier = Earlier chats
agent-edit = Change
agent-end-room = End the room
agent-end-short = End
agent-forum = Ask on forum
agent-forum-body = Question
agent-forum-link = Save the address
agent-forum-linked = The question stands on the forum.
agent-forum-propose = Propose it to the guest
agent-forum-proposed = It is proposed to { $name }, who decides. You can still change it.
agent-forum-requested = { $name } has agreed. The question is on its way.
agent-forum-text = Nothing leaves before { $name } has read it and agreed. Addresses, passwords and the like are already taken out.
agent-forum-title = Title
agent-forum-url = Address on the forum
agent-forum-url-hint = Only if somebody has asked it there already.
agent-hint-choose = choose
agent-hint-insert = insert
agent-hint-line = new line
agent-hint-send = sends
agent-key-bold = Bold
agent-key-decline = Decline the offer
agent-key-link = Link
agent-key-note = Note for agents
agent-key-preview = Preview
agent-write-answer = Answer
agent-write-note = Note
agent-no-rooms = None.
agent-note-hint = the guest never sees it
agent-note-label = Note for agents about { $name }
agent-note-placeholder = Note for agents
agent-note-save = Save the note
agent-note-word = Note:
agent-notes-none = None yet.
agent-offered-invite = { $name } asks you to join
agent-offered-to-you = offered to you
agent-pages = Pages
agent-pane-room = Room
agent-people = People
agent-queue-more =
    { $more ->
        [one] Show one more
       *[other] Show { $more } more
    }
agent-replies-empty = There are none yet.
agent-replies-not-found = Nothing like that.
agent-replies-search = Look for a reply
agent-replies-text = Type / in an answer to use one. Yours are seen by nobody else.
agent-reply-body = Text
agent-reply-category = Group
agent-reply-delete = Delete
agent-reply-new = New reply
agent-reply-placeholders = Filled in for each guest:
agent-reply-share = For everybody
agent-reply-shared = everybody’s
agent-reply-title = Name
agent-reply-title-hint = What you type after the /
agent-rights = What people may do
agent-rights-allow = Allowed
agent-rights-deny = Not allowed
agent-rights-text = For this room only. Everybody in it is told.
agent-rights-usual = As usual
agent-rights-who = For whom
agent-role-agent = Helpers
agent-role-member = Members
agent-role-guest = Guests
agent-may-speak = Write
agent-may-topic = Change the topic
agent-may-invite = Invite
agent-may-kick = Remove people
agent-may-end = End the conversation
agent-may-transfer = Transfer
agent-may-join = Come in
agent-may-watch = Watch
agent-may-direct = Write to one person
agent-score = { $score } of 5
agent-seconds = { $seconds } s
agent-shortcuts-short = Shortcuts
agent-skill-add = Add to: { $list }
agent-skill-other = Something else
agent-skill-remove = Remove { $skill }
agent-skills = What I help with
agent-skills-text = Guests whose question fits come to you first. An empty list means everything.
agent-skills-products = Products
agent-skills-topics = Topics
agent-skills-locales = Languages
agent-skills-tags = Tags
agent-skills-all-products = all products
agent-skills-all-topics = all topics
agent-skills-all-locales = all languages
agent-skills-all-tags = all tags
agent-solved = solved
agent-unsolved = not solved
agent-sound = Sound and notices
agent-sound-text = You are called when a guest is offered to you, and when a guest writes. An offer calls again until you answer; only one tab sounds.
agent-sound-try = Test the sound
agent-take-more = Take one more
agent-types = types
agent-unanswered = { $name } did not answer the offer of
agent-who-reads = Who reads it
agent-why = Why no offers?
agent-why-agents = What each colleague is doing
agent-why-guests = Who waits
agent-why-mode =
    { $mode ->
        [pick] agents take guests
        [auto] guests are assigned
       *[offer] guests are offered
    }
agent-you-since = you, { $time }
agent-waits-waiting = waits
agent-waits-offered = is offered to somebody
agent-waits-reconnecting = is reconnecting
agent-waits-gone = is away, the place is kept
agent-waits-standby = stands by for a place
agent-mend-front = To the front
agent-mend-anybody = Anybody may take
agent-mend-requeue = Offer anew
agent-mend-remove = Remove
agent-criterion-product = the product
agent-criterion-topic = the topic
agent-criterion-locale = the language
agent-criterion-tag = the tag
agent-verdict-ok = The next offer is on its way.
agent-verdict-offered = Offered just now.
agent-verdict-offered-else = Offered to somebody else.
agent-verdict-offered-to = Offered to { $name }.
agent-verdict-away = Away.
agent-verdict-busy = Busy.
agent-verdict-offline = Offline.
agent-verdict-gone = The connection is lost.
agent-verdict-trainee = Not approved yet: chats come by invitation.
agent-verdict-full = { $own } of { $limit } chats: no room.
agent-verdict-declined = Declined { $seconds } seconds ago.
agent-verdict-missed = Did not answer { $seconds } seconds ago.
agent-verdict-kicked = Was removed from this chat.
agent-verdict-lacks = Does not help with { $criterion } { $what }.
agent-verdict-kept = Kept for { $name } for a moment.
agent-verdict-guest-gone = The guest is not there just now.
agent-verdict-gave-back = Gave this guest back.
agent-verdict-no-room = No room is free.
agent-verdict-no-users = Too many people are in rooms.
agent-verdict-answering = Has another offer to answer.
agent-verdict-no-agent = Only agents get offers.
agent-verdict-pick = Here agents take guests themselves.
agent-verdict-nobody-waits = Nobody waits.
agent-verdict-nobody = Nobody who waits is for you just now.
agent-check-approved = Approved for guests
agent-check-approved-not = Not approved for guests yet
agent-check-online = Online, page connected
agent-check-online-not = Not online
agent-check-missed = Offers answered
agent-check-missed-not = Two offers missed in a row
agent-check-room = { $own } of { $limit } chats: there is room
agent-check-room-not = { $own } of { $limit } chats: at your limit
agent-check-waiting =
    { $waiting ->
        [one] One waits; { $fit } for you
       *[other] { $waiting } wait; { $fit } for you
    }
agent-check-waiting-not = Nobody waits
agent-invite-pending = Invited: { $name }
agent-invite-declined = { $name } cannot come just now.
agent-invite-missed = { $name } has not answered. The invitation stays good.
agent-is-owner = leads
agent-is-agent = helper
agent-is-member = member
agent-is-guest = guest
agent-is-watcher = watches
agent-empty-offered = A guest is offered to you
agent-empty-accept = Accept with Alt + Enter, from anywhere on this page.
agent-invite-short = Invite helper
agent-report-short = Call moderator
