# The guest page without JavaScript; what it says like the other one is in guest.ftl and chat.ftl.

plain-time = { DATETIME($at, timeStyle: "short", timeZone: "UTC") }
plain-zone = All times are in UTC.
plain-look-again = Check again whether it is open
plain-closed-more = This page does not open by itself: please come back later.
plain-full-more = Send your text all the same: it is kept and takes the next free place.
plain-standby-hint = Keep the page open that comes then.
plain-waiting = Keep this page open: the chat begins here. Your place is safe if you reload.
plain-waiting-still = Your place stays yours as long as you check at least every two minutes. The chat begins here.
plain-moving = This page checks by itself every { $seconds } seconds.
plain-still = This page checks only when you say so.
plain-look = Check now
plain-stop = Stop checking by itself
plain-go-on = Check by itself
plain-look-chat = Show new messages
plain-news = New messages
plain-nothing-new = Nothing new. We check every { $seconds } seconds; what you write stays where it is.
plain-newest = To the newest messages
plain-over = The chat has ended. Go on
plain-unsent = This was not sent
plain-stale = Your visit had expired, or your browser keeps no cookies, which this page needs. Nothing was sent: please send it again.
plain-sent-before = The text that stood here before was sent already. Send once more if this one is to go too.
plain-missing = Please write something here.
plain-back-title = Welcome back
plain-back-lead = We had not heard from you for a while. We are looking for your place in the queue; it takes a few seconds.
