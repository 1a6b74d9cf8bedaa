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
