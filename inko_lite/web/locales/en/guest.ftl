# The guest page.

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
guest-out-title =
    { $reason ->
        [signed_out] You have signed out
        [signed_in] You have signed in
        [expired] Your visit has expired
        [idle] Your visit has ended by itself
        [password_changed] Your password was changed
        [deactivated] Your account is switched off
        [rights_changed] Your rights were changed
        [too_many] You were signed out in this browser
        [banned] You cannot use this chat
        [erased] Your data are erased
        [resumed] Your chat goes on elsewhere
       *[other] This page cannot go on
    }
guest-out-text =
    { $reason ->
        [signed_out] Your visit is over. You are welcome to start again.
        [signed_in] That ended the visit you had before. Start again to go on with your account.
        [expired] A visit lasts for a limited time. You did nothing wrong: start again whenever you like.
        [idle] We had not heard from this page for a long time. You did nothing wrong: start again whenever you like.
        [password_changed] For your safety you are signed out everywhere then. Sign in on the site with the new password, or start again as a guest.
        [deactivated] The site does not know your account any more. Start again as a guest, or ask those who run the site.
        [rights_changed] What your account may do on the site is no longer the same. Start again to go on with it.
        [too_many] You use the chat in more browsers than are allowed at once, and this one was unused for longest. Start again to go on here.
        [banned] A moderator has ended your visit. Load this page again to read what you can do.
        [erased] All that was kept about you has been erased, as was asked for. You can start again as somebody new.
        [resumed] Somebody came back to it with the code that stood here. If that was you, go on there; if not, start again.
       *[other] You did nothing wrong. Please start again.
    }
guest-out-kept = What you had typed is kept.
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
guest-again-question = Ask the same question again
guest-call = Call a moderator
guest-called = A moderator has been called.
guest-call-title = Call a moderator into this chat?
guest-call-text = Somebody who is in charge reads along and can step in. Your helper is not told that you called.
guest-call-label = What is the matter?
guest-joined-notice = A helper is here for you
guest-way-forum-question = It has your text already.
guest-sound = Tell me with a sound
guest-sound-on = You will hear a sound
guest-sound-more = Sound and notices
guest-open-head-now = Open now
