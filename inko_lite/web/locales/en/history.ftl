# The history.

history-title = “{ $q }”, history
history-skip = Skip to the results
history-search = Search every word of every chat
history-filters = Filters
history-from = From
history-to = To
history-agent = Agent
history-product = Product
history-tag = Tag
history-solved = Solved
history-score = Score
history-any = any
history-all = all
history-yes = yes
history-no = no
history-clear = Clear filters
history-clear-all = Show all chats
history-export-all = Export what was found
history-export-found = All found as
history-export = All { $total } as
history-as-json = JSON
history-as-csv = CSV
history-as-txt = Text
history-as-html = Page
history-results = Results
history-asking = Searching …
history-more = More …
history-found =
    { $total ->
        [one] One chat with “{ $q }”
       *[other] { $total } chats with “{ $q }”
    }, newest first
history-found-some =
    { $more ->
        [yes] More than { $count } chats with “{ $q }”
       *[no] { $count ->
            [one] One chat with “{ $q }”
           *[other] { $count } chats with “{ $q }”
        }
    }, newest first
history-count =
    { $total ->
        [one] One chat
       *[other] { $total } chats
    }, newest first
history-newest = Newest first
history-failed = The server cannot be reached just now.
history-nothing = Nothing found
history-nothing-text = Try fewer words or fewer filters. A phrase in quotation marks is found as it stands.
history-none = No chats yet
history-none-text = Conversations appear here as soon as they begin.
history-group = group
history-solved-yes = solved
history-solved-no = not solved
history-of-five = { $score } of 5
history-of-five-short = of 5
history-minutes = { $minutes } min
history-open = goes on
history-transcript = Conversation
history-choose = Choose a chat
history-choose-text = It opens here as it looked. The arrow keys go from one to the next.
history-back = Back to the results
history-until = { $from } to { $to }
history-since = since { $from }
history-export-one = Export this chat
history-copy = Copy link
history-copied = Copied
history-fact-agent = Agent
history-fact-waited = Waited
history-fact-first-answer = First answer
history-fact-lasted = Lasted
history-fact-product = Product
history-fact-topic = Topic
history-fact-system = System
history-fact-tags = Tags
history-purged = This message is no longer kept.
history-places =
    { $places ->
        [0] None of the words stands in what was said.
        [one] Marked in one place.
       *[other] Marked in { $places } places.
    }
history-person-export = All data about this person
history-erase = Erase this person’s data …
history-erase-title = Erase all that is kept about { $name }?
history-erase-text = Names, texts and metadata of all their chats are gone for good. Figures stay. There is no way back.
history-erase-action = Erase for good
