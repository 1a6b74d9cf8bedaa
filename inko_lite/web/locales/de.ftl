site-language-name = Deutsch
site-language = Sprache
site-console = Konsole
site-demo-login = Bei der Vorführung anmelden
site-wait-unknown = Wie lange es dauert, wissen wir noch nicht
site-wait-minute = etwa eine Minute
site-wait-range = etwa { $low } bis { $high } Minuten

page-no-script = Diese Seite braucht JavaScript. Bitte schalten Sie es ein oder nehmen Sie einen anderen Browser.
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

chat-you = Sie
chat-send = Senden
chat-write = Nachricht schreiben
chat-your-message = Ihre Nachricht
chat-placeholder = Nachricht schreiben
chat-keys = Eingabetaste sendet. Umschalt + Eingabetaste beginnt eine neue Zeile.
chat-question = { $name } fragt
chat-your-question = Ihre Frage
chat-log = Gespräch mit { $name }
chat-end = Chat beenden
chat-cancel = Abbrechen
chat-earlier = Frühere Nachrichten zeigen
chat-newer = Neue Nachrichten
chat-typing = { $name } schreibt
chat-sending = Wird gesendet …
chat-retrying = Noch nicht gesendet. Wir versuchen es von selbst wieder.
chat-refused = Nicht gesendet. { $reason }
chat-refused-edit = Ändern
chat-refused-discard = Verwerfen
chat-redacted = Diese Nachricht wurde von der Aufsicht entfernt.
chat-bytes-label = Länge der Nachricht
chat-bytes-left = Noch { $left } von { $limit } Byte
chat-bytes-over = { $over } Byte über der Grenze von { $limit }
chat-event-joined = { $name } ist um { $time } dazugekommen
chat-event-joined-own = Sie sind um { $time } dazugekommen
chat-event-left = { $name } hat den Chat um { $time } verlassen
chat-event-left-own = Sie haben den Chat um { $time } verlassen
chat-event-kicked = { $name } wurde um { $time } aus dem Chat entfernt
chat-event-kicked-own = Sie wurden um { $time } aus dem Chat entfernt
chat-event-over = Der Chat endete um { $time }
chat-event-ended = { $name } hat den Chat um { $time } beendet
chat-event-ended-own = Sie haben den Chat um { $time } beendet
chat-event-topic = { $name } hat das Thema in „{ $topic }“ geändert
chat-event-topic-own = Sie haben das Thema in „{ $topic }“ geändert
chat-event-transferred = { $name } hat den Chat an { $to } übergeben
chat-event-taken-over = { $name } hat den Chat übernommen
chat-event-taken-over-own = Sie haben den Chat übernommen
chat-reconnecting = Verbindung wird wiederhergestellt …
chat-reconnecting-more = Sie können weiterschreiben. Wir senden es, sobald die Verbindung wieder da ist.
chat-reconnecting-start = Die Seite öffnet sich, sobald die Verbindung wieder da ist.
chat-try-now = Jetzt versuchen
chat-note-head = Notiz, nur für Helfer
chat-event-transferred-me = { $name } hat Ihnen den Chat übergeben
chat-event-transferred-back = { $name } hat den Chat an die Warteschlange zurückgegeben. Die nächste freie Person macht weiter.
chat-event-tagged = { $name } hat hinzugefügt: { $tags }
chat-event-tagged-rule = Nach Regel markiert: { $tags }
chat-event-untagged = { $name } hat entfernt: { $tags }
chat-event-nearly-full = Dieses Gespräch ist fast voll
chat-event-rights = { $name } hat geändert, was hier erlaubt ist
chat-event-follow-up = Die Frage geht im Forum weiter
chat-event-watching = { $name } sieht zu
chat-event-watching-own = Sie sehen seit { $time } zu

guest-starting = Einen Moment, wir sehen nach, wer da ist.
guest-notes = Gut zu wissen
guest-helper = Ihr Helfer
guest-helper-here = Für Sie da
guest-helper-away = Im Moment nicht verbunden
guest-title-waiting = Nummer { $place } in der Warteschlange
guest-title-chat = Chat
guest-ask-title = Wie können wir helfen?
guest-ask-lead = Beschreiben Sie das Problem mit eigenen Worten. Ein Mensch liest es und antwortet Ihnen hier.
guest-full-title = Der Warteraum ist voll
guest-full-lead = Im Moment sind alle Plätze besetzt. Oft dauert es nur wenige Minuten, bis einer frei wird.
guest-closed-title = Der Chat ist geschlossen
guest-closed-lead = Wir helfen denen, die schon warten, und öffnen später wieder.
guest-unstaffed-title = Gerade ist niemand da
guest-unstaffed-lead = Im Moment ist niemand aus unserem Team online.
guest-open-head = Geöffnet, { $wait }
guest-open-more =
    { $waiting ->
        [0] Niemand wartet.
        [one] Eine Person wartet.
       *[other] { $waiting } Personen warten.
    } { $agents ->
        [one] Eine Person aus dem Team ist online.
       *[other] { $agents } Personen aus dem Team sind online.
    }
guest-full-head = Voll, { $waiting ->
    [one] eine Person wartet
   *[other] { $waiting } Personen warten
    }
guest-full-more = Sie müssen weder neu laden noch Ihren Text noch einmal schreiben.
guest-closed-head = Geschlossen
guest-closed-more = Diese Seite öffnet sich von selbst, sobald der Chat öffnet.
guest-unstaffed-head = Niemand ist online
guest-unstaffed-more = Diese Seite öffnet sich von selbst, sobald jemand kommt.
guest-standby = Wir nehmen den nächsten freien Platz für Sie. Bitte lassen Sie diese Seite offen.
guest-standby-stop = Nicht auf einen Platz warten
guest-dequeued-left = Sie haben die Warteschlange verlassen.
guest-dequeued-solved = Schön, dass es gelöst ist!
guest-dequeued-gone = Ihr Platz wurde aufgegeben, weil wir von dieser Seite eine Weile nichts gehört hatten.
guest-dequeued-removed = Sie wurden aus der Warteschlange genommen.
guest-dequeued-other = Sie sind nicht mehr in der Warteschlange.
guest-staff-title = Sie sind als Helfer angemeldet
guest-staff-text = Auf dieser Seite stellen Gäste ihre Fragen. Zum Ausprobieren öffnen Sie sie in einem privaten Fenster.
guest-staff-console = Konsole öffnen
guest-question = Was funktioniert nicht?
guest-question-hint = Was haben Sie getan, und was ist geschehen? Wenn Sie eine Fehlermeldung sehen, kopieren Sie sie hierher.
guest-question-long = Bitte kürzen Sie Ihren Text: { $length } von höchstens { $limit } Zeichen.
guest-name = Wie dürfen wir Sie nennen?
guest-product = Produkt
guest-topic = Thema
guest-email = E-Mail
guest-email-hint = Nur, um Sie zu erreichen, falls wir uns verlieren.
guest-optional = (freiwillig)
guest-detected = Wir haben erkannt:
guest-detected-unknown = unbekannter Browser
guest-change = Ändern
guest-version = Browser und Version
guest-os = System
guest-join = In die Warteschlange
guest-join-hint = Sie können jederzeit wieder gehen.
guest-join-later = Text behalten und den nächsten Platz nehmen
guest-join-later-hint = Wir versuchen es von selbst wieder. Lassen Sie diese Seite offen.
guest-note-person = Sie sprechen mit einem Menschen. Unser Team arbeitet ehrenamtlich und kennt das Produkt gut.
guest-note-stored = Wir speichern Ihre Nachrichten und das, was Sie hier eingeben, damit wir der Sache nachgehen können.
guest-note-password = Senden Sie nie ein Passwort: Niemand hier fragt danach.
guest-safe-title = Zu Ihrer Sicherheit
guest-hours = Wann wir da sind
guest-ways-title = Hilfe gibt es auch jetzt
guest-no-ways-title = Bitte kommen Sie später wieder
guest-no-ways = Sie können diese Seite offen lassen: Sie öffnet sich von selbst.
guest-way-forum = Im Forum fragen
guest-way-forum-more = Tag und Nacht geöffnet.
guest-way-search = Hilfeartikel durchsuchen
guest-way-search-more = Schritt für Schritt, für die häufigsten Probleme.
guest-way-search-question = Alle Artikel nach Ihrer Frage durchsuchen
guest-way-search-question-more = Die Suche hat Ihre Worte schon.
guest-waiting-title = Sie sind in der Warteschlange
guest-number = Sie sind Nummer { $place } von { $of }
guest-waiting-lead = Lassen Sie diese Seite offen. Der Chat beginnt hier von selbst, und Ihr Platz bleibt auch beim Neuladen erhalten.
guest-next-title = Gleich sind Sie dran
guest-next-text = Sie sind als Nächstes an der Reihe. Wer zuerst frei ist, schreibt Ihnen.
guest-next-lead = Bitte bleiben Sie auf dieser Seite. Der Chat öffnet sich hier von selbst.
guest-meanwhile = Das hilft vielleicht inzwischen
guest-meanwhile-hint = Es öffnet sich in einem neuen Tab. Sie behalten Ihren Platz.
guest-solved = Das war die Lösung, ich kann gehen
guest-leave = Warteschlange verlassen
guest-ready-title = Gut, wenn Sie es bereithalten
guest-ready-error = Den genauen Wortlaut jeder Fehlermeldung
guest-ready-change = Was sich kurz vorher geändert hat
guest-ready-device = Das Gerät mit dem Problem, falls es nicht dieses ist
guest-ready-nothing = Nichts zur Hand? Macht nichts. Wir finden es gemeinsam heraus.
guest-end-title = Chat beenden?
guest-end-text = Sie können danach eine neue Frage stellen, aber dieses Gespräch ist dann vorbei.
guest-after-title = Der Chat ist beendet
guest-after-own = Sie haben ihn beendet. Danke für Ihren Besuch.
guest-after-by = { $name } hat ihn beendet: { $time }.
guest-after-ended = Die andere Seite hat ihn beendet. Danke für Ihren Besuch.
guest-after-agent-left = Ihr Gegenüber musste gehen. Bitte fragen Sie noch einmal, wenn das Problem nicht gelöst ist.
guest-after-left = Sie haben ihn verlassen. Danke für Ihren Besuch.
guest-after-expired = Wir hatten eine Weile nichts von Ihnen gehört. Sie haben nichts falsch gemacht und sind jederzeit wieder willkommen.
guest-after-kicked = Die Aufsicht hat Sie daraus entfernt.
guest-after-read = Gespräch noch einmal lesen
guest-after-unsolved = Noch nicht gelöst?
guest-after-helpers = Ihr Gegenüber
guest-after-else = Noch etwas?
guest-after-else-text = Sie sind jederzeit wieder willkommen.
guest-ask-again = Neue Frage stellen
guest-out-expired = Ihr Besuch ist abgelaufen
guest-out-signed-out = Sie haben sich abgemeldet
guest-out-signed-in = Sie haben sich angemeldet
guest-out-other = Hier geht es nicht weiter
guest-out-text = Sie haben nichts falsch gemacht und sind wieder willkommen. Was Sie geschrieben hatten, ist noch da.
guest-start-again = Neu beginnen
guest-helper-next = Die nächste freie Person hilft Ihnen weiter
guest-held-head = Platz { $place } ist für Sie reserviert
guest-held-more = Lassen Sie sich Zeit: Während Sie schreiben, kommt niemand vor Ihnen dran.
guest-rules-title = Bevor wir anfangen
guest-rules-agree = Ich habe das gelesen und bin einverstanden.
guest-code-title = Browser neu starten?
guest-code-lead = Müssen Sie den Browser neu starten?
guest-code = Kommen Sie zurück mit { $code }
guest-code-copy = Code kopieren
guest-code-copied = Kopiert
guest-code-wrong = Das ist kein Code. Er sieht aus wie ABCD-EFGH.
guest-back-lead = Waren Sie eben in einem Chat?
guest-back-open = Ich habe einen Code
guest-back-code = Ihr Code
guest-back-go = Zurückkommen
guest-survey-title = Wie war es?
guest-survey-solved = Ist Ihr Problem gelöst?
guest-survey-yes = Ja
guest-survey-no = Noch nicht
guest-survey-score = Wie hilfreich war der Chat?
guest-survey-low = Nicht hilfreich
guest-survey-high = Sehr hilfreich
guest-survey-comment = Möchten Sie etwas hinzufügen?
guest-survey-send = Antwort senden
guest-survey-skip = Überspringen
guest-survey-missing = Bitte beantworten Sie beide Fragen, oder überspringen Sie sie.
guest-survey-thanks = Danke. Ihre Antwort hilft denen, die nach Ihnen kommen.
guest-keep-title = Das Gespräch aufheben
guest-keep-page = Als Seite
guest-keep-page-more = Mit Links und Formatierung.
guest-keep-text = Als einfacher Text
guest-keep-text-more = Lässt sich überall öffnen.
guest-keep-hint = Sie können es speichern, solange Ihr Besuch dauert.
guest-forum-lead = Wir können Ihre Frage ins Forum stellen, wo mehr Menschen sie beantworten können. Sie sehen alles, bevor es veröffentlicht wird.
guest-forum-review = Entwurf ansehen
guest-forum-title = Titel
guest-forum-body = Frage und was schon versucht wurde
guest-forum-facts = Wird mitgeschickt
guest-forum-look = Ansehen
guest-forum-consent = Diesen Text veröffentlichen. Ich habe geprüft, dass nichts Privates darin steht.
guest-forum-send = Im Forum veröffentlichen
guest-forum-go = Im Forum weitermachen
guest-forum-open = Forum öffnen
guest-forum-ready = Ihre Frage ist bereit. Öffnen Sie das Forum, um weiterzumachen.
guest-forum-sent = Ihre Frage ist auf dem Weg ins Forum.

agent-starting = Einen Moment, die Konsole wird geöffnet.
agent-skip = Zum Gespräch springen
agent-shortcuts = Tastenkürzel
agent-close = Schließen
agent-panes = Bereiche
agent-pane-chats = Chats
agent-pane-talk = Gespräch
agent-pane-guest = Gast
agent-own-menu = Menü von { $name }
agent-sign-out = Vom Chat abmelden
agent-own-status = Ihr Status
agent-status-online = Online
agent-status-away = Abwesend
agent-status-busy = Beschäftigt
agent-status-offline = Offline
agent-chats-of =
    { $own ->
        [one] { $own } Chat von
       *[other] { $own } Chats von
    }
agent-away =
    { $own ->
        [0] Sie sind nicht online und bekommen deshalb keine Gäste.
        [one] Sie sind nicht online und bekommen deshalb keine neuen Gäste. Ihr Chat geht weiter.
       *[other] Sie sind nicht online und bekommen deshalb keine neuen Gäste. Ihre { $own } Chats gehen weiter.
    }
agent-back = Ich bin wieder da
agent-full = Sie haben { $own } von { $limit } Chats und können niemanden annehmen, bis einer endet.
agent-queue-open = Warteschlange offen
agent-queue-full = Warteschlange voll
agent-queue-closed = Warteschlange geschlossen
agent-queue-unstaffed = Niemand online
agent-queue-waiting =
    { $waiting ->
        [0] niemand wartet
        [one] eine Person wartet
       *[other] { $waiting } warten
    }
agent-queue-agents =
    { $agents ->
        [one] eine Person online
       *[other] { $agents } im Team online
    }
agent-work = Chats und Warteschlange
agent-your-chats = Ihre Chats
agent-no-chats = Keine.
agent-queue = Warteschlange
agent-queue-count =
    { $waiting ->
        [one] 1
       *[other] { $waiting }, älteste zuerst
    }
agent-nobody-waits = Niemand wartet.
agent-colleagues = Team
agent-no-colleagues = Sonst ist niemand da.
agent-load = { $own } von { $limit }
agent-you-said = Sie: { $text }
agent-guest-types = Gast schreibt
agent-ended = beendet
agent-unread-word = ungelesen
agent-waits = wartet
agent-has-waited = Wartet seit { $time } auf Antwort
agent-due = wartet seit { $time } auf Ihre Antwort
agent-guest-reconnecting = nicht verbunden
agent-take = Annehmen
agent-take-whom = : Chat mit { $name }
agent-take-next = Nächsten Gast annehmen
agent-empty-title = Niemand wartet
agent-empty-text = Der nächste Gast erscheint hier von selbst in der Warteschlange. Danke, dass Sie da sind.
agent-empty-waiting =
    { $waiting ->
        [one] Ein Gast wartet
       *[other] { $waiting } Gäste warten
    }
agent-empty-take = Nehmen Sie an, wer am längsten wartet, oder wählen Sie eine Frage aus der Warteschlange.
agent-cannot-away = Setzen Sie Ihren Status auf „Online“, um jemanden anzunehmen.
agent-cannot-full = Sie haben so viele Chats, wie Ihre Grenze erlaubt.
agent-answer-label = Ihre Antwort an { $name }
agent-answer-placeholder = { $name } antworten, oder / für eine gespeicherte Antwort
agent-chat-over = Dieser Chat ist vorbei.
agent-put-away = Aus der Liste nehmen
agent-end-title = Chat mit { $name } beenden?
agent-end-text = Das Gespräch ist dann für beide vorbei.
agent-about = Über den Gast
agent-question = Frage
agent-details = Angaben
agent-fact-product = Produkt
agent-fact-topic = Thema
agent-fact-browser = Browser
agent-fact-version = Version
agent-fact-os = System
agent-fact-locale = Sprache
agent-fact-extensions = Erweiterungen
agent-fact-email = E-Mail
agent-fact-began = Seit wann
agent-fact-frequency = Wie oft
agent-fact-same-computer = Gerade an diesem Gerät
agent-fact-preferred-agent = Gewünscht
agent-fact-tags = Schlagwörter
agent-fact-troubleshooting = Fehlerbehebung
agent-fact-consent = Regeln zugestimmt
agent-fact-yes = Ja
agent-fact-no = Nein
agent-fact-show = { $characters } Zeichen zeigen
agent-fact-user-agent = User-Agent
agent-keys-everywhere = Überall, auch beim Schreiben
agent-keys-answer = In der Antwort
agent-keys-outside = Außerhalb von Textfeldern
agent-key-take = Nächsten Gast annehmen
agent-key-step = Voriger, nächster Chat
agent-key-longest = Chat, der am längsten wartet
agent-key-escape = Textfeld verlassen
agent-key-send = Senden
agent-key-line = Neue Zeile
agent-key-answer = Antworten
agent-key-end = Chat beenden
agent-key-list = Diese Liste
agent-letters = Kürzel aus einem Buchstaben
agent-out-title = Sie sind abgemeldet
agent-out-own = Sie haben sich vom Chat abgemeldet
agent-out-text = Ihre Chats und die Warteschlange sind, wo sie waren. Melden Sie sich an, um weiterzumachen.
agent-sign-in = Anmelden
agent-limit = Chats gleichzeitig
agent-limit-less = Ein Chat weniger gleichzeitig
agent-limit-more = Ein Chat mehr gleichzeitig
agent-away-missed = Sie haben Angebote verpasst.
agent-offers = Ihnen angeboten
agent-offered-queue = Ihnen angeboten
agent-offered-transfer = { $name } möchte Ihnen übergeben
agent-offered-to = { $name } angeboten
agent-accept = Annehmen
agent-decline = Ablehnen
agent-seconds-left =
    { $seconds ->
        [one] noch eine Sekunde
       *[other] noch { $seconds } Sekunden
    }
agent-invited = Sie sind eingeladen
agent-invited-by = von { $name }
agent-join = Beitreten
agent-not-now = Nicht jetzt
agent-called = { $name } ruft die Aufsicht
agent-watch = Zusehen
agent-watch-stop = Nicht mehr zusehen
agent-watching = Sie sehen zu. Nur Helfer sehen, dass Sie hier sind.
agent-take-over = Übernehmen
agent-seen = OK
agent-leave = Verlassen
agent-nearly-full = Dieses Gespräch ist fast voll. Es kann in einem neuen Raum mit denselben Leuten weitergehen.
agent-go-on = In neuem Raum weiter
agent-transfer = Übergeben
agent-transfer-title = { $name } übergeben
agent-transfer-text = Der Chat bleibt bei Ihnen, bis ihn jemand annimmt.
agent-transfer-to = An
agent-transfer-queue = An den Anfang der Warteschlange
agent-transfer-queue-more = Wer als Nächstes frei ist
agent-transfer-note = Notiz für die Kollegin oder den Kollegen (nur für Helfer)
agent-transfer-offer = { $name } anbieten
agent-transfer-back = Zurück in die Warteschlange
agent-transfer-pending = { $name } angeboten: { $seconds } s
agent-transfer-declined = { $name } hat abgelehnt. Der Chat bleibt bei Ihnen.
agent-transfer-missed = { $name } hat nicht rechtzeitig geantwortet. Der Chat bleibt bei Ihnen.
agent-invite = Helfer einladen
agent-invite-title = In diesen Chat einladen
agent-invite-text = Der Gast sieht, wer dazukommt.
agent-invite-whom = Wen
agent-topic = Thema ändern
agent-topic-title = Worum geht es in diesem Chat?
agent-topic-label = Thema, alle sehen es
agent-save = Speichern
agent-report = Aufsicht rufen
agent-report-title = Aufsicht in diesen Chat rufen
agent-report-text = Der Gast erfährt davon nichts.
agent-report-label = Was ist los?
agent-reason = Grund (nur für Helfer)
agent-kick = Hinauswerfen …
agent-kick-title = { $name } aus dem Chat entfernen?
agent-kick-text = Der Chat endet damit.
agent-kick-action = Entfernen
agent-ban = Sperren …
agent-ban-title = { $name } sperren?
agent-ban-text = Der Besuch endet sofort, und kein neuer kann beginnen. Die Person kann um Prüfung bitten.
agent-ban-length = Wie lange
agent-ban-hour = Eine Stunde
agent-ban-day = Einen Tag
agent-ban-week = Eine Woche
agent-ban-ever = Bis auf Widerruf
agent-ban-action = Sperren
agent-redact = Nachricht entfernen
agent-redact-label = Diese Nachricht entfernen
agent-redact-title = Diese Nachricht für alle entfernen?
agent-redact-text = Ihr Text verschwindet überall. Dass sie entfernt wurde, wird festgehalten.
agent-direct = Nachricht schreiben
agent-direct-title = An { $name } schreiben
agent-mode = Warteschlange …
agent-mode-title = Die Warteschlange
agent-mode-legend = Neue Gäste
agent-mode-auto = Automatisch
agent-mode-open = Offen
agent-mode-draining = Nur Wartende bedienen
agent-mode-closed = Geschlossen
agent-mode-more-auto = Nach Öffnungszeiten, Helfern und Wartenden
agent-mode-more-open = Solange jemand online ist und es Plätze gibt
agent-mode-more-draining = Niemand Neues, niemand wird weggeschickt
agent-mode-more-closed = Niemand Neues kann herein
agent-mode-message = Was Gäste lesen
agent-replies = Gespeicherte Antworten
agent-replies-none = Keine gespeicherte Antwort passt dazu. Enter sendet den Text, wie er ist.
agent-replies-preview = Was { $name } lesen wird
agent-tags = Stichwörter
agent-tags-suggested = Vorschläge
agent-tag-new = Stichwort hinzufügen
agent-tag-remove = Stichwort { $tag } entfernen
agent-add = Hinzufügen
agent-notes = Notizen
agent-notes-who = nur für Helfer
agent-note-new = Notiz schreiben
agent-note-add = Notiz hinzufügen
agent-actions = Aktionen
agent-rooms = Andere Räume
agent-key-reply = Gespeicherte Antwort
