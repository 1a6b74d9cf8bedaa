# The agent console.
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
agent-sign-out-site = Von der Website abmelden
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
agent-full =
    { $waiting ->
        [one] Sie haben { $own } von { $limit } Chats, deshalb wird Ihnen nichts angeboten. Ein Gast wartet.
       *[other] Sie haben { $own } von { $limit } Chats, deshalb wird Ihnen nichts angeboten. { $waiting } Gäste warten.
    }
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
agent-out-title =
    { $reason ->
        [signed_out] Sie haben sich abgemeldet
        [signed_in] Hier hat sich jemand anderes angemeldet
        [expired] Ihre Anmeldung ist abgelaufen
        [idle] Sie wurden nach langer Stille abgemeldet
        [password_changed] Ihr Passwort wurde geändert
        [deactivated] Ihr Konto ist abgeschaltet
        [rights_changed] Ihre Rechte wurden geändert
        [too_many] Sie wurden in diesem Browser abgemeldet
        [banned] Sie wurden gesperrt
        [erased] Ihre Daten sind gelöscht
        [resumed] Sie haben mit einem Code weitergemacht
       *[other] Sie sind abgemeldet
    }
agent-out-text =
    { $reason ->
        [signed_out] Gäste, mit denen Sie sprachen, kommen zum nächsten Helfer, außer Sie sind in einem anderen Browser noch angemeldet. Melden Sie sich an, um weiterzumachen.
        [signed_in] Auf der Website gehört dieser Browser jetzt jemand anderem. Machen Sie mit dieser Person weiter, oder melden Sie sich wieder selbst an.
        [expired] Eine Anmeldung gilt nur eine bestimmte Zeit. Melden Sie sich wieder an, um weiterzumachen.
        [idle] Von Ihren Seiten war lange nichts zu hören. Melden Sie sich wieder an, um weiterzumachen.
        [password_changed] Zu Ihrer Sicherheit werden Sie dann überall abgemeldet. Melden Sie sich mit dem neuen Passwort an; haben nicht Sie es geändert, sagen Sie es den Betreibern der Website.
        [deactivated] Die Website lässt Ihr Konto nicht mehr herein. Nur die Betreiber der Website können das ändern.
        [rights_changed] Was Sie hier dürfen, ist nicht mehr dasselbe; die Gäste, mit denen Sie sprachen, kommen deshalb zum nächsten Helfer. Melden Sie sich wieder an, um mit dem weiterzumachen, was Sie jetzt dürfen.
        [too_many] Sie sind in mehr Browsern angemeldet, als zugleich erlaubt sind, und dieser war am längsten unbenutzt. Ihre Chats gehen in den anderen weiter; melden Sie sich wieder an, um diesen zu benutzen.
        [banned] Die Moderation hat Ihren Besuch beendet. Laden Sie die Seite neu; dort steht, was Sie tun können.
        [erased] Alles, was über Sie gespeichert war, wurde wie gewünscht gelöscht. Melden Sie sich an, um neu zu beginnen.
        [resumed] Dieser Browser hat jetzt den Chat eines Gastes, zu dem der Code führte. Melden Sie sich an, um wieder zu helfen.
       *[other] Der Server kennt diese Seite nicht mehr. Melden Sie sich an, um weiterzumachen.
    }
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
agent-transfer-pending = { $name } angeboten
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
agent-actions = Aktionen
agent-rooms = Andere Räume
agent-key-reply = Gespeicherte Antwort
agent-about-room = Über diesen Raum
agent-again = Noch einmal
agent-asking = Einen Moment…
agent-check-blocks = deshalb kommt nichts
agent-closed = Die Warteschlange ist geschlossen.
agent-closed-because = Die Warteschlange ist geschlossen. „{ $reason }“
agent-closed-waiting =
    { $waiting ->
        [one] Wer noch wartet, kommt noch dran.
       *[other] Die { $waiting }, die noch warten, kommen noch dran.
    }
agent-create = Neuer Raum
agent-create-action = Raum öffnen
agent-create-name = Name
agent-create-private = Nur mit Einladung
agent-create-text = Für Helfer unter sich. Gäste sehen ihn nicht.
agent-create-title = Einen Raum öffnen
agent-earlier = Frühere Chats
agent-edit = Ändern
agent-end-room = Raum beenden
agent-end-short = Ende
agent-forum = Im Forum fragen
agent-forum-body = Frage
agent-forum-link = Adresse speichern
agent-forum-linked = Die Frage steht im Forum.
agent-forum-propose = Dem Gast vorschlagen
agent-forum-proposed = { $name } hat den Vorschlag und entscheidet. Er lässt sich noch ändern.
agent-forum-requested = { $name } ist einverstanden. Die Frage ist unterwegs.
agent-forum-text = Nichts geht hinaus, bevor { $name } es gelesen hat und einverstanden ist. Adressen, Passwörter und Ähnliches sind schon entfernt.
agent-forum-title = Titel
agent-forum-url = Adresse im Forum
agent-forum-url-hint = Nur wenn die Frage dort schon gestellt wurde.
agent-hint-choose = wählen
agent-hint-insert = einfügen
agent-hint-line = neue Zeile
agent-hint-send = sendet
agent-key-bold = Fett
agent-key-decline = Angebot ablehnen
agent-key-link = Link
agent-key-note = Notiz für Helfer
agent-key-preview = Vorschau
agent-write-answer = Antwort
agent-write-note = Notiz
agent-no-rooms = Keine.
agent-note-hint = der Gast sieht das nie
agent-note-label = Notiz für Helfer zu { $name }
agent-note-placeholder = Notiz für Helfer
agent-note-save = Notiz speichern
agent-note-word = Notiz:
agent-notes-none = Noch keine.
agent-offered-invite = { $name } bittet Sie dazu
agent-offered-to-you = Ihnen angeboten
agent-pages = Seiten
agent-pane-room = Raum
agent-people = Personen
agent-queue-more =
    { $more ->
        [one] Noch eine Person zeigen
       *[other] { $more } weitere zeigen
    }
agent-replies-empty = Es gibt noch keine.
agent-replies-not-found = Nichts dergleichen.
agent-replies-search = Antwort suchen
agent-replies-text = In einer Antwort / tippen, um eine zu nehmen. Ihre eigenen sieht sonst niemand.
agent-reply-body = Text
agent-reply-category = Gruppe
agent-reply-delete = Löschen
agent-reply-new = Neue Antwort
agent-reply-placeholders = Wird für jeden Gast eingesetzt:
agent-reply-share = Für alle
agent-reply-shared = für alle
agent-reply-title = Name
agent-reply-title-hint = Was nach dem / getippt wird
agent-rights = Wer was darf
agent-rights-allow = Erlaubt
agent-rights-deny = Nicht erlaubt
agent-rights-text = Nur für diesen Raum. Alle darin erfahren es.
agent-rights-usual = Wie üblich
agent-rights-who = Für wen
agent-role-agent = Helfer
agent-role-member = Mitglieder
agent-role-guest = Gäste
agent-may-speak = Schreiben
agent-may-topic = Thema ändern
agent-may-invite = Einladen
agent-may-kick = Personen entfernen
agent-may-end = Gespräch beenden
agent-may-transfer = Übergeben
agent-may-join = Hereinkommen
agent-may-watch = Zusehen
agent-may-direct = Einzeln anschreiben
agent-score = { $score } von 5
agent-seconds = { $seconds } s
agent-shortcuts-short = Tasten
agent-skill-add = Hinzufügen zu: { $list }
agent-skill-other = Etwas anderes
agent-skill-remove = { $skill } entfernen
agent-skills = Wobei ich helfe
agent-skills-text = Gäste, deren Frage passt, kommen zuerst zu Ihnen. Eine leere Liste heißt: alles.
agent-skills-products = Produkte
agent-skills-topics = Themen
agent-skills-locales = Sprachen
agent-skills-tags = Schlagwörter
agent-skills-all-products = alle Produkte
agent-skills-all-topics = alle Themen
agent-skills-all-locales = alle Sprachen
agent-skills-all-tags = alle Schlagwörter
agent-solved = gelöst
agent-unsolved = nicht gelöst
agent-sound = Ton und Hinweise
agent-sound-text = Sie werden gerufen, wenn Ihnen ein Gast angeboten wird und wenn ein Gast schreibt. Ein Angebot ruft, bis Sie antworten; nur ein Tab tönt.
agent-sound-try = Ton ausprobieren
agent-take-more = Einen mehr nehmen
agent-types = schreibt
agent-unanswered = { $name } hat nicht geantwortet auf das Angebot von
agent-who-reads = Wer es liest
agent-why = Warum keine Angebote?
agent-why-agents = Was die anderen gerade tun
agent-why-guests = Wer wartet
agent-why-mode =
    { $mode ->
        [pick] Helfer nehmen Gäste
        [auto] Gäste werden zugeteilt
       *[offer] Gäste werden angeboten
    }
agent-you-since = Sie, { $time }
agent-waits-waiting = wartet
agent-waits-offered = ist jemandem angeboten
agent-waits-reconnecting = verbindet sich neu
agent-waits-gone = ist weg, der Platz bleibt frei
agent-waits-standby = wartet auf einen Platz
agent-mend-front = Nach vorn
agent-mend-anybody = Alle dürfen
agent-mend-requeue = Neu anbieten
agent-mend-remove = Entfernen
agent-criterion-product = dem Produkt
agent-criterion-topic = dem Thema
agent-criterion-locale = der Sprache
agent-criterion-tag = dem Schlagwort
agent-verdict-ok = Das nächste Angebot ist unterwegs.
agent-verdict-offered = Gerade angeboten.
agent-verdict-offered-else = Jemand anderem angeboten.
agent-verdict-offered-to = { $name } angeboten.
agent-verdict-away = Abwesend.
agent-verdict-busy = Beschäftigt.
agent-verdict-offline = Offline.
agent-verdict-gone = Die Verbindung ist weg.
agent-verdict-trainee = Noch nicht freigegeben: Chats kommen durch Einladung.
agent-verdict-full = { $own } von { $limit } Chats: kein Platz.
agent-verdict-declined = Vor { $seconds } Sekunden abgelehnt.
agent-verdict-missed = Vor { $seconds } Sekunden nicht geantwortet.
agent-verdict-kicked = Wurde aus diesem Chat entfernt.
agent-verdict-lacks = Hilft nicht bei { $criterion } { $what }.
agent-verdict-kept = Einen Moment für { $name } aufgehoben.
agent-verdict-guest-gone = Der Gast ist gerade nicht da.
agent-verdict-gave-back = Hat diesen Gast zurückgegeben.
agent-verdict-no-room = Kein Raum ist frei.
agent-verdict-no-users = Zu viele Personen sind in Räumen.
agent-verdict-answering = Hat noch ein anderes Angebot.
agent-verdict-no-agent = Nur Helfer bekommen Angebote.
agent-verdict-pick = Hier nehmen Helfer die Gäste selbst.
agent-verdict-nobody-waits = Niemand wartet.
agent-verdict-nobody = Gerade wartet niemand, der zu Ihnen passt.
agent-check-approved = Für Gäste freigegeben
agent-check-approved-not = Noch nicht für Gäste freigegeben
agent-check-online = Online, Seite verbunden
agent-check-online-not = Nicht online
agent-check-missed = Angebote beantwortet
agent-check-missed-not = Zwei Angebote hintereinander verpasst
agent-check-room = { $own } von { $limit } Chats: Platz ist da
agent-check-room-not = { $own } von { $limit } Chats: Grenze erreicht
agent-check-waiting =
    { $waiting ->
        [one] Eine Person wartet; { $fit } für Sie
       *[other] { $waiting } warten; { $fit } für Sie
    }
agent-check-waiting-not = Niemand wartet
agent-invite-pending = Eingeladen: { $name }
agent-invite-declined = { $name } kann gerade nicht kommen.
agent-invite-missed = { $name } hat nicht geantwortet. Die Einladung gilt weiter.
agent-is-owner = leitet
agent-is-agent = hilft
agent-is-member = Mitglied
agent-is-guest = Gast
agent-is-watcher = sieht zu
agent-empty-offered = Ihnen wird ein Gast angeboten
agent-empty-accept = Annehmen mit Alt + Enter, von überall auf dieser Seite.
agent-invite-short = Einladen
agent-report-short = Aufsicht rufen
