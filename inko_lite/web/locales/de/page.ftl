# What the server writes itself: refusals, sign-in, pages without a script.

page-no-script = Ohne JavaScript weiter
page-no-script-agent = Die Konsole braucht JavaScript. Bitte schalten Sie es ein.
page-demo-lead = Alle Konten sind erfunden und brauchen kein Passwort. Öffnen Sie die Gästeseite in einem zweiten Fenster, um mit sich selbst zu chatten.
page-demo-guest = Zur Gästeseite
page-role-agent = Helfer: beantwortet Fragen
page-role-monitor = Aufsicht: beantwortet Fragen und achtet auf die Räume
page-role-user = Auf der Website angemeldet, stellt Fragen
page-trouble-status = Fehler { $status }
page-trouble-home = Zur Startseite
page-banned-title = Sie können diesen Chat nicht benutzen
page-banned-lead = Der Zugang von hier ist zurzeit gesperrt. Wenn Sie das für einen Irrtum halten, können Sie einmal um eine Prüfung bitten.
page-banned-review = Warum soll jemand die Sperre noch einmal ansehen?
page-banned-review-hint = Eine Aufsicht liest es. Eine Antwort gibt es nicht; wird die Sperre aufgehoben, öffnet diese Seite wieder den Chat.
page-banned-send = Um Prüfung bitten
page-banned-asked = Ihre Bitte ist angekommen. Eine Aufsicht sieht sie sich an.
