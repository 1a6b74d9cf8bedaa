# The monitor page.

monitor-skip = Skip to what matters now
monitor-side = Queue and order
monitor-loading = One moment …
monitor-show = Show

# What matters most now.
monitor-then = Then
monitor-then-more = and { $more } more
monitor-now-calm = All is calm
monitor-now-calm-more =
    { $waiting ->
        [0] Nobody waits.
        [one] One guest waits, not for long.
       *[other] { $waiting } guests wait, none for long.
    } { $rooms ->
        [0] No conversation is open.
        [one] One conversation is open, and its guest is being answered.
       *[other] { $rooms } conversations are open, and every guest is being answered.
    }
monitor-now-called = { $name } calls a moderator into { $room }
monitor-now-waiting =
    { $why ->
        [nobody] { $name } waits, and nobody is online
        [away] { $name } has waited longest, and nobody who is online takes guests now
        [full] { $name } has waited longest, and everybody online has as many chats as they take
        [lacks] { $name } has waited longest, and nobody who is free takes { $what }
        [language] { $name } has waited longest, and nobody who is free speaks { $what }
        [offered] { $name } has waited longest, and is being offered
       *[other] { $name } has waited longest
    }
monitor-now-goal = Nobody should wait longer than { $goal }.
monitor-now-lost =
    { $chats ->
        [one] { $name } lost the connection, and a chat is unattended
       *[other] { $name } lost the connection, and { $chats } chats are unattended
    }
monitor-now-lost-more = If the connection does not come back, the guests go to the front of the queue by themselves. You can do it now.
monitor-now-unanswered = { $name } waits for an answer of { $agent }
monitor-now-limit-near = The limit is near: { $gauge }
monitor-now-limit-full = The limit is reached: { $gauge }
monitor-now-limit-more-users = Beyond it nobody else can come into a conversation.
monitor-now-limit-more-rooms = Beyond it no further conversation can begin.
monitor-now-limit-more-messages-per-minute = Beyond it messages are sent later, by themselves.
monitor-now-limit-more-largest-message = Longer messages are refused, and their text is kept.
monitor-now-limit-more-fullest-session = A full conversation goes on in a new room.
monitor-now-limit-more-waiting = Beyond it newcomers are told that the queue is full.
monitor-now-review =
    { $count ->
        [one] Somebody who was banned asks for a review
       *[other] { $count } banned people ask for a review
    }
monitor-now-review-more = Lift the ban, or leave it as it is.
monitor-now-spike = More guests than usual come with { $tag }: { $count } today, usually { $expected }
monitor-now-spike-more = Perhaps something is broken for many at once.
monitor-watch-chat = Watch the chat
monitor-take-chat = Take the chat
monitor-front = To the front
monitor-anybody = Offer to anybody
monitor-stand-down =
    { $chats ->
        [0] Set away
        [one] Set away, requeue one
       *[other] Set away, requeue { $chats }
    }

# What was done.
monitor-did-front = { $name } is at the front of the queue.
monitor-did-anybody = { $name } is offered to whoever is free.
monitor-did-remove = { $name } is out of the queue.
monitor-did-stand-down =
    { $chats ->
        [0] { $name } is set to away.
        [one] { $name } is set to away, and the guest waits at the front.
       *[other] { $name } is set to away, and the { $chats } guests wait at the front.
    }
monitor-did-queue =
    { $mode ->
        [open] The queue is open.
        [draining] Those who wait are served, nobody else comes in.
        [closed] The queue is closed.
       *[auto] The queue opens and closes by the rule again.
    }
monitor-did-kick = { $name } is out of the chat.
monitor-did-unban = The ban of { $name } is lifted.
monitor-did-direct = { $name } has your message.

# The limits.
monitor-limits = Limits, with the last hour
monitor-gauge-users = Users
monitor-gauge-rooms = Rooms
monitor-gauge-messages-per-minute = Messages a minute
monitor-gauge-largest-message = Largest message
monitor-gauge-fullest-session = Fullest session
monitor-gauge-waiting = Waiting
monitor-gauge-text = { $value } of { $limit }, { $percent }; { $low } to { $high } in the last hour
monitor-past-certified = Set higher than the load test of { $date } has shown to hold (version { $commit }): { $gauges }.

# Agents.
monitor-agents = Agents
monitor-no-agents = Nobody is signed in.
monitor-places = { $chats } of { $limit } places taken
monitor-agent = Agent
monitor-chats = Chats
monitor-limit = Limit
monitor-answers-in = Answers in
monitor-csat = CSAT
monitor-csat-n = n
monitor-mark = Mark
monitor-action = Action
monitor-lost-for = No sign of life for { $time }
monitor-message = Message
monitor-requeue = Requeue …
monitor-trainee = trainee
monitor-monitor = monitor
monitor-unattended =
    { $chats ->
        [one] one chat unattended
       *[other] { $chats } chats unattended
    }
monitor-guests-wait =
    { $guests ->
        [one] one guest waits { $time }
       *[other] { $guests } guests wait, up to { $time }
    }
monitor-limit-of = Chat limit of { $name }
monitor-limit-less = Lower the limit of { $name }
monitor-limit-more = Raise the limit of { $name }
monitor-stand-down-title = Set { $name } to away?
monitor-stand-down-text =
    { $chats ->
        [one] The guest goes to the front of the queue and keeps the conversation.
       *[other] The { $chats } guests go to the front of the queue and keep their conversations.
    }

# Rooms.
monitor-rooms = Rooms
monitor-rooms-count = { $shown } of { $rooms }, longest without an answer first
monitor-rooms-all = Show all { $rooms }
monitor-rooms-fewer = Show fewer
monitor-no-rooms = No conversation is open.
monitor-nothing-said = Nothing said yet
monitor-no-topic = No topic
monitor-group = group
monitor-in-queue = in the queue
monitor-minutes = { $minutes } min
monitor-waits = waits { $time }
monitor-answered = answered
monitor-agent-lost = agent lost { $time }
monitor-members =
    { $members ->
        [one] one person
       *[other] { $members } people
    }
monitor-whisper = Note to { $name }, which the guest does not see
monitor-whisper-all = Note to the agents, which the guest does not see
monitor-whisper-example = Ask which version it is …
monitor-whisper-send = Whisper

# The queue.
monitor-queue-state =
    { $mode ->
        [open] { $status ->
            [open] open
            [full] full
           *[other] nobody online
        }
        [draining] draining
        [closed] closed
       *[auto] { $status ->
            [open] open, automatic
            [full] full, automatic
            [unstaffed] nobody online
           *[other] closed, automatic
        }
    }
monitor-rule =
    { $agents ->
        [one] open while an agent is online
       *[other] open while { $agents } agents are online
    }{ $monitor ->
        [yes] , a monitor too
       *[no] {""}
    }{ $minutes ->
        [0] {""}
       *[other] , and the wait is below { $minutes } min
    }{ $hours ->
        [yes] , within the opening hours
       *[no] {""}
    }
monitor-reason = Reason that guests and agents read
monitor-reason-example = Short of people until 21:15
monitor-apply = Apply
monitor-waiting = Waiting
monitor-why = Why is { $name } waiting?
monitor-why-text = { $time } in the queue. The dispatcher’s last word on each agent:
monitor-why-offered = { $time } in the queue, offered just now. The dispatcher’s last word on each agent:
monitor-others = Others who wait
monitor-others-all = Show all { $waiting }
monitor-remove = Remove …
monitor-remove-title = Take { $name } out of the queue?
monitor-remove-text = The guest is told so, and may ask again.
monitor-remove-action = Take out
monitor-verdict-ok = free
monitor-verdict-offered = offered now
monitor-verdict-away = away
monitor-verdict-busy = busy
monitor-verdict-offline = offline
monitor-verdict-gone = no sign of life
monitor-verdict-trainee = trainee: by invitation only
monitor-verdict-guest-gone = the guest is not there
monitor-verdict-offered-else = offered to somebody else
monitor-verdict-offered-to = offered to { $name }
monitor-verdict-gave-back = gave the guest back
monitor-verdict-no-room = no room free
monitor-verdict-no-users = too many people in rooms
monitor-verdict-answering = has another offer open
monitor-verdict-full = full, { $own } of { $limit }
monitor-verdict-declined = declined { $seconds } s ago
monitor-verdict-missed = missed it { $seconds } s ago
monitor-verdict-kicked = was removed from the chat
monitor-verdict-kept = kept for { $name }
monitor-verdict-lacks = not for { $criterion } { $what }

# Today.
monitor-today = Today
monitor-csv = Download as CSV
monitor-chats-today = Chats
monitor-chats-since = since midnight
monitor-chats-usual = since midnight; a usual { $day } has { $usual } by now
monitor-chats-table = Chats by the hour
monitor-waits-today = Waits
monitor-waits-text = median; 9 of 10 within { $time }
monitor-waits-none = nobody was served yet
monitor-waits-table = Waits by the hour
monitor-median = median
monitor-nine-of-ten = 9 of 10
monitor-left-today = Left before an answer
monitor-left-text = of { $guests }, { $share }
monitor-left-table = Guests who left the queue, by the hour
monitor-left-column = Left
monitor-csat-text =
    { $answers ->
        [0] no answers yet
        [one] of 5, from one answer
       *[other] of 5, from { $answers } answers
    }
monitor-csat-table = How often each score was given
monitor-csat-score = Score
monitor-csat-answers = Answers
monitor-tags = Common tags
monitor-tag-spikes = spikes: { $count }, usually { $expected }
monitor-tag-usual = usually { $expected }
monitor-tags-usual = as on other days
monitor-tags-none = none yet

# Order.
monitor-calls = Calls for a moderator
monitor-call-over = The chat is over.
monitor-call-nowhere = Not about a chat.
monitor-bans = Bans
monitor-bans-others =
    { $bans ->
        [one] One without a request
       *[other] { $bans } without a request
    }
monitor-ban-until = until { $time }
monitor-ban-ever = until lifted
monitor-ban-reason = { $name }: { $reason }
monitor-lift = Lift the ban
monitor-lift-title = Lift the ban of { $name }?
monitor-lift-text = The person can come in again at once.
monitor-keep = or leave it as it is
monitor-audit = Audit
monitor-audit-all = All of today
monitor-audit-today = Audit of today
monitor-audit-none = Nothing yet today.
monitor-older = Older
monitor-act-rule = The server
monitor-act-anybody = { $name } opened { $whom } to anybody
monitor-act-assist = { $name } passed by earlier guests for { $whom }
monitor-act-ban = { $name } banned { $whom }
monitor-act-ban-review = A review of a ban was asked for
monitor-act-erase = { $name } erased all that was kept of a person
monitor-act-front = { $name } put { $whom } to the front
monitor-act-invite = { $name } brought { $whom } into { $room }
monitor-act-join = { $name } went into { $room }
monitor-act-kick = { $name } removed { $whom } from { $room }
monitor-act-queue =
    { $mode ->
        [open] { $name } opened the queue
        [draining] { $name } let the queue drain
        [closed] { $name } closed the queue
       *[auto] { $name } gave the queue back to the rule
    }
monitor-act-redact = { $name } removed a message in { $room }
monitor-act-remove = { $name } took { $whom } out of the queue
monitor-act-report = { $name } called a moderator into { $room }
monitor-act-requeue = { $name } put { $whom } back into the queue
monitor-act-rights = { $name } changed what people may do in { $room }
monitor-act-set-limit = { $name } set the limit of { $whom } to { $limit }
monitor-act-stand-down =
    { $chats ->
        [0] { $name } set { $whom } to away
        [one] { $name } set { $whom } to away, one guest requeued
       *[other] { $name } set { $whom } to away, { $chats } guests requeued
    }
monitor-act-subject-export = { $name } exported all that is kept of a person
monitor-act-takeover = { $name } took over { $room }
monitor-act-transfer = { $name } handed { $room } to { $whom }
monitor-act-unban = { $name } lifted the ban of { $whom }
monitor-act-watch = { $name } watched { $room }
monitor-act-other = { $name }: { $act }

# The keyboard.
monitor-place-now = What matters now
monitor-place-limits = Limits
monitor-place-agents = Agents
monitor-place-rooms = Rooms
monitor-place-today = Today
monitor-place-queue = Queue
monitor-place-waiting = Who waits, and why
monitor-place-audit = Audit
