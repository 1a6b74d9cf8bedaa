# Die Gästeseite ohne JavaScript; was sie ebenso sagt wie die andere, steht in guest.ftl und chat.ftl.

plain-time = { DATETIME($at, timeStyle: "short", timeZone: "UTC") }
plain-zone = Alle Zeiten sind in UTC.
plain-look-again = Noch einmal nachsehen, ob geöffnet ist
plain-closed-more = Diese Seite öffnet sich nicht von selbst: Bitte sehen Sie später noch einmal nach.
plain-full-more = Senden Sie Ihren Text trotzdem: Er bleibt erhalten und nimmt den nächsten freien Platz.
plain-standby-hint = Lassen Sie die Seite offen, die dann kommt.
plain-waiting = Lassen Sie diese Seite offen: Der Chat beginnt hier. Ihr Platz bleibt Ihnen auch, wenn Sie neu laden.
plain-waiting-still = Ihr Platz bleibt Ihnen, solange Sie mindestens alle zwei Minuten nachsehen. Der Chat beginnt hier.
plain-moving = Diese Seite sieht alle { $seconds } Sekunden von selbst nach.
plain-still = Diese Seite sieht nur nach, wenn Sie es sagen.
plain-look = Jetzt nachsehen
plain-stop = Nicht von selbst nachsehen
plain-go-on = Von selbst nachsehen
plain-look-chat = Neue Nachrichten zeigen
plain-news = Neue Nachrichten
plain-nothing-new = Nichts Neues. Wir sehen alle { $seconds } Sekunden nach; was Sie schreiben, bleibt stehen.
plain-newest = Zu den neuesten Nachrichten
plain-over = Der Chat ist beendet. Weiter
plain-unsent = Das wurde nicht gesendet
plain-stale = Ihr Besuch war abgelaufen, oder Ihr Browser behält keine Cookies, die diese Seite braucht. Nichts wurde gesendet: Bitte senden Sie es noch einmal.
plain-sent-before = Der Text, der vorher hier stand, ist schon gesendet. Senden Sie noch einmal, wenn auch dieser gehen soll.
plain-missing = Bitte schreiben Sie hier etwas.
plain-back-title = Willkommen zurück
plain-back-lead = Wir hatten eine Weile nichts von Ihnen gehört. Wir suchen Ihren Platz in der Warteschlange; das dauert ein paar Sekunden.
