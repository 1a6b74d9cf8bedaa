# Every word that a page shows. site: all pages; page: what the server writes itself; chat: every conversation;
# guest: the guest page; agent: the console.

site-language-name = English
site-language = Language
site-console = Console
site-demo-login = Sign in to the demo
site-wait-unknown = We cannot say yet how long it takes
site-wait-minute = about a minute
site-wait-range = about { $low }–{ $high } minutes

page-no-script = This page needs JavaScript. Please switch it on, or try another browser.
page-no-script-agent = The console needs JavaScript. Please switch it on.
page-demo-lead = Every account is made up and needs no password. Open the guest page in another window to chat with yourself.
page-demo-guest = Go to the guest page
page-role-agent = Agent: answers guests
page-role-monitor = Monitor: answers guests and looks after the rooms
page-role-user = Signed in on the site, asks questions
page-trouble-status = Error { $status }
page-trouble-home = Go to the first page
page-banned-title = You cannot use this chat
page-banned-lead = Access from here has been blocked for now. If you think that this is a mistake, you can ask for a review, once.
page-banned-review = Why should somebody look at this again?
page-banned-review-hint = A moderator will read it. There is no reply; if the block is lifted, this page opens the chat again.
page-banned-send = Ask for a review
page-banned-asked = Your request has arrived. A moderator will look at it.

chat-you = You
chat-send = Send
chat-write = Write a message
chat-your-message = Your message
chat-placeholder = Write a message
chat-keys = Enter sends. Shift + Enter starts a new line.
chat-question = { $name } asks
chat-your-question = Your question
chat-log = Conversation with { $name }
chat-end = End chat
chat-cancel = Cancel
chat-earlier = Show earlier messages
chat-newer = New messages
chat-typing = { $name } is writing
chat-sending = Sending…
chat-retrying = Not sent yet. Trying again by itself.
chat-refused = Not sent. { $reason }
chat-refused-edit = Change it
chat-refused-discard = Discard
chat-redacted = This message was removed by a moderator.
chat-bytes-label = Length of the message
chat-bytes-left = { $left } of { $limit } bytes left
chat-bytes-over = { $over } bytes over the limit of { $limit }
chat-event-joined = { $name } joined the chat at { $time }
chat-event-joined-own = You joined the chat at { $time }
chat-event-left = { $name } left the chat at { $time }
chat-event-left-own = You left the chat at { $time }
chat-event-kicked = { $name } was removed from the chat at { $time }
chat-event-kicked-own = You were removed from the chat at { $time }
chat-event-over = The chat ended at { $time }
chat-event-ended = { $name } ended the chat at { $time }
chat-event-ended-own = You ended the chat at { $time }
chat-event-topic = { $name } changed the topic to “{ $topic }”
chat-event-topic-own = You changed the topic to “{ $topic }”
chat-event-transferred = { $name } handed the chat over to { $to }
chat-event-taken-over = { $name } took the chat over
chat-event-taken-over-own = You took the chat over
chat-reconnecting = Reconnecting…
chat-reconnecting-more = You can go on writing. We send it as soon as you are back.
chat-reconnecting-start = The page opens as soon as the connection is back.
chat-try-now = Try now
chat-note-head = note, agents only
chat-event-transferred-me = { $name } handed the chat over to you
chat-event-transferred-back = { $name } gave the chat back to the queue. The next free helper goes on.
chat-event-tagged = { $name } added: { $tags }
chat-event-tagged-rule = Tagged by rule: { $tags }
chat-event-untagged = { $name } removed: { $tags }
chat-event-nearly-full = This conversation is nearly full
chat-event-rights = { $name } changed what people may do here
chat-event-follow-up = The question goes on in the forum
chat-event-watching = { $name } is watching
chat-event-watching-own = You are watching since { $time }

guest-starting = One moment, we look who is here.
guest-notes = Good to know
guest-helper = Your helper
guest-helper-here = Here to help you
guest-helper-away = Not connected at the moment
guest-title-waiting = Number { $place } in the queue
guest-title-chat = Chat
guest-ask-title = How can we help?
guest-ask-lead = Describe the problem in your own words. A person reads it and answers you here.
guest-full-title = The waiting room is full
guest-full-lead = All places are taken at the moment. It often takes only a few minutes until one is free.
guest-closed-title = The chat is closed
guest-closed-lead = We help the people who are already waiting, and open again later.
guest-unstaffed-title = Nobody is here right now
guest-unstaffed-lead = None of our helpers is online at the moment.
guest-open-head = Open now, { $wait }
guest-open-more =
    { $waiting ->
        [0] Nobody is waiting.
        [one] One person is waiting.
       *[other] { $waiting } people are waiting.
    } { $agents ->
        [one] One helper is online.
       *[other] { $agents } helpers are online.
    }
guest-full-head = Full, { $waiting ->
    [one] one person is waiting
   *[other] { $waiting } people are waiting
    }
guest-full-more = You do not have to reload this page or write your text again.
guest-closed-head = Closed
guest-closed-more = This page opens by itself as soon as the chat does.
guest-unstaffed-head = No helper is online
guest-unstaffed-more = This page opens by itself as soon as somebody comes.
guest-standby = We take the next free place for you. Please keep this page open.
guest-standby-stop = Do not wait for a place
guest-dequeued-left = You have left the queue.
guest-dequeued-solved = Glad that it is solved!
guest-dequeued-gone = Your place was given up, because we had not heard from this page for a while.
guest-dequeued-removed = You were taken out of the queue.
guest-dequeued-other = You are not in the queue any more.
guest-staff-title = You are signed in as a helper
guest-staff-text = Guests ask their questions on this page. To try it, open it in a private window.
guest-staff-console = Open the console
guest-question = What is going wrong?
guest-question-hint = What did you do, and what happened? If you see an error message, copy it here.
guest-question-long = Please shorten your text: { $length } of at most { $limit } characters.
guest-name = What may we call you?
guest-product = Product
guest-topic = Topic
guest-email = E-mail
guest-email-hint = Only to reach you if we lose each other.
guest-optional = (optional)
guest-detected = We detected
guest-detected-unknown = an unknown browser
guest-change = Change
guest-version = Browser and version
guest-os = System
guest-join = Join the queue
guest-join-hint = You can leave at any time.
guest-join-later = Keep my text and take the next place
guest-join-later-hint = We try again by ourselves. Keep this page open.
guest-note-person = You talk with a person. Our helpers are volunteers who know the product well.
guest-note-stored = We store your messages and what you enter here, so that we can follow up.
guest-note-password = Never send a password: nobody here will ask for one.
guest-safe-title = Stay safe
guest-hours = When we are here
guest-ways-title = You can get help now
guest-no-ways-title = Please come back later
guest-no-ways = Leave this page open if you like: it opens by itself.
guest-way-forum = Ask in the forum
guest-way-forum-more = Open day and night.
guest-way-search = Search the help articles
guest-way-search-more = Step by step, for the most common problems.
guest-way-search-question = Search all articles for your question
guest-way-search-question-more = The search has your words already.
guest-waiting-title = You are in the queue
guest-number = You are number { $place } of { $of }
guest-waiting-lead = Keep this page open. The chat starts here by itself, and your place is safe if the page reloads.
guest-next-title = Almost your turn
guest-next-text = You are next. The first helper who is free writes to you.
guest-next-lead = Please stay on this page. The chat opens here by itself.
guest-meanwhile = This may help meanwhile
guest-meanwhile-hint = It opens in a new tab. You keep your place.
guest-solved = That solved it, I can leave
guest-leave = Leave the queue
guest-ready-title = Good to have ready
guest-ready-error = The exact words of any error message
guest-ready-change = What changed shortly before it began
guest-ready-device = The device that has the problem, if it is not this one
guest-ready-nothing = Nothing at hand? That is fine. We find out together.
guest-end-title = End the chat?
guest-end-text = You can ask another question afterwards, but this conversation is over then.
guest-after-title = The chat has ended
guest-after-own = You ended it. Thank you for coming.
guest-after-by = { $name } ended it: { $time }.
guest-after-ended = It was ended by the other side. Thank you for coming.
guest-after-agent-left = Your helper had to leave. Please ask again if your problem is not solved.
guest-after-left = You have left it. Thank you for coming.
guest-after-expired = We had not heard from you for a while. You did nothing wrong, and you are welcome back.
guest-after-kicked = A moderator has removed you from it.
guest-after-read = Read the conversation again
guest-after-unsolved = Not solved yet?
guest-after-helpers = Your helper
guest-after-else = Something else?
guest-after-else-text = You are welcome to come back at any time.
guest-ask-again = Ask another question
guest-out-expired = Your visit has expired
guest-out-signed-out = You have signed out
guest-out-signed-in = You have signed in
guest-out-other = This page cannot go on
guest-out-text = You did nothing wrong, and you are welcome back. What you had typed is kept.
guest-start-again = Start again
guest-helper-next = The next free helper goes on with you
guest-held-head = Place { $place } is held for you
guest-held-more = Take your time: nobody gets in front of you while you write.
guest-rules-title = Before we begin
guest-rules-agree = I have read this and agree.
guest-code-title = Restarting your browser?
guest-code-lead = Need to restart your browser?
guest-code = Come back with { $code }
guest-code-copy = Copy the code
guest-code-copied = Copied
guest-code-wrong = This is not a code. It looks like ABCD-EFGH.
guest-back-lead = Were you in a chat just now?
guest-back-open = I have a code
guest-back-code = Your code
guest-back-go = Come back
guest-survey-title = How did it go?
guest-survey-solved = Is your problem solved?
guest-survey-yes = Yes
guest-survey-no = Not yet
guest-survey-score = How helpful was the chat?
guest-survey-low = Not helpful
guest-survey-high = Very helpful
guest-survey-comment = Anything to add?
guest-survey-send = Send answer
guest-survey-skip = Skip
guest-survey-missing = Please answer both questions, or skip them.
guest-survey-thanks = Thank you. Your answer helps the people after you.
guest-keep-title = Keep the conversation
guest-keep-page = As a page
guest-keep-page-more = With links and formatting.
guest-keep-text = As plain text
guest-keep-text-more = Opens anywhere.
guest-keep-hint = You can save it while your visit lasts.
guest-forum-lead = We can put your question into the forum, where more people can answer it. You see everything before it is published.
guest-forum-review = Look at the draft
guest-forum-title = Title
guest-forum-body = Question and what was tried
guest-forum-facts = Goes along with it
guest-forum-look = Look
guest-forum-consent = Publish this text. I have checked that nothing private is in it.
guest-forum-send = Publish in the forum
guest-forum-go = Continue in the forum
guest-forum-open = Open the forum
guest-forum-ready = Your question is ready. Open the forum to go on.
guest-forum-sent = Your question is on its way to the forum.

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
