# Der Verlauf.

history-title = „{ $q }“, Verlauf
history-skip = Zu den Ergebnissen springen
history-search = Jedes Wort jedes Chats durchsuchen
history-filters = Filter
history-from = Von
history-to = Bis
history-agent = Agent
history-product = Produkt
history-tag = Schlagwort
history-solved = Gelöst
history-score = Note
history-any = alle
history-all = alle
history-yes = ja
history-no = nein
history-clear = Filter löschen
history-clear-all = Alle Chats zeigen
history-export-all = Gefundenes ausgeben
history-export-found = Alles Gefundene als
history-export = Alle { $total } als
history-as-json = JSON
history-as-csv = CSV
history-as-txt = Text
history-as-html = Seite
history-results = Ergebnisse
history-asking = Suche läuft …
history-more = Mehr …
history-found =
    { $total ->
        [one] Ein Chat mit „{ $q }“
       *[other] { $total } Chats mit „{ $q }“
    }, neueste zuerst
history-found-some =
    { $more ->
        [yes] Mehr als { $count } Chats mit „{ $q }“
       *[no] { $count ->
            [one] Ein Chat mit „{ $q }“
           *[other] { $count } Chats mit „{ $q }“
        }
    }, neueste zuerst
history-count =
    { $total ->
        [one] Ein Chat
       *[other] { $total } Chats
    }, neueste zuerst
history-newest = Neueste zuerst
history-failed = Der Server ist gerade nicht zu erreichen.
history-nothing = Nichts gefunden
history-nothing-text = Versuchen Sie es mit weniger Wörtern oder Filtern. Was in Anführungszeichen steht, wird genau so gesucht.
history-none = Noch keine Chats
history-none-text = Gespräche erscheinen hier, sobald sie beginnen.
history-group = Gruppe
history-solved-yes = gelöst
history-solved-no = nicht gelöst
history-of-five = { $score } von 5
history-of-five-short = von 5
history-minutes = { $minutes } min
history-open = läuft
history-transcript = Gespräch
history-choose = Wählen Sie einen Chat
history-choose-text = Er öffnet sich hier, wie er aussah. Die Pfeiltasten führen von einem zum nächsten.
history-back = Zurück zu den Ergebnissen
history-until = { $from } bis { $to }
history-since = seit { $from }
history-export-one = Diesen Chat ausgeben
history-copy = Link kopieren
history-copied = Kopiert
history-fact-agent = Agent
history-fact-waited = Gewartet
history-fact-first-answer = Erste Antwort
history-fact-lasted = Dauer
history-fact-product = Produkt
history-fact-topic = Thema
history-fact-system = System
history-fact-tags = Schlagwörter
history-purged = Diese Nachricht wird nicht mehr aufbewahrt.
history-places =
    { $places ->
        [0] Keines der Wörter steht in dem, was gesagt wurde.
        [one] An einer Stelle markiert.
       *[other] An { $places } Stellen markiert.
    }
history-person-export = Alle Daten zu dieser Person
history-erase = Daten dieser Person löschen …
history-erase-title = Alles löschen, was über { $name } aufbewahrt wird?
history-erase-text = Namen, Texte und Angaben aller ihrer Chats sind dann für immer weg. Zahlen bleiben. Es gibt kein Zurück.
history-erase-action = Endgültig löschen
