# What the server writes itself: refusals, sign-in, pages without a script.

page-no-script = Go on without JavaScript
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
