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
agent-full = You have { $own } of { $limit } chats, so you cannot take another guest until one ends.
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
agent-out-title = You are signed out
agent-out-own = You have signed out of the chat
agent-out-text = Your chats and the queue are where they were. Sign in to go on.
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
agent-invited = You are invited
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
agent-transfer-pending = Offered to { $name }: { $seconds } s
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
agent-note-new = Write a note
agent-note-add = Add the note
agent-actions = Actions
agent-rooms = Other rooms
agent-key-reply = Saved reply
