# The widget on other sites' pages; what is said of a time stands after a colon or a comma, as it comes from the browser.

widget-open = Jetzt offen
widget-open-soon = Offen, weniger als eine Minute
widget-open-wait = Offen, etwa { $wait }
widget-full = Alle Plätze sind belegt
widget-closed = Gerade geschlossen
widget-closed-until = Öffnet { $when }
widget-unstaffed = Gerade ist niemand da
widget-unknown = Fragen Sie einen Menschen
widget-opened = Hier weitermachen
widget-waiting = Sie sind Nummer { $place }
widget-chatting = Ihr Chat geht hier weiter
widget-wrote = { $name } hat Ihnen geschrieben
widget-unread = Ungelesene Nachrichten: { $count }
widget-minimise = Minimieren
widget-close = Schließen
widget-loading = Der Chat wird geladen …
widget-blocked = Der Chat lässt sich innerhalb dieser Seite nicht anzeigen. Für sich allein geht er genauso gut.
widget-window = In eigenem Fenster öffnen

widget-demo-title = Lesezeichen zwischen Geräten abgleichen
widget-demo-first = Wenn Sie sich auf einem zweiten Gerät anmelden, erscheinen dort nach wenigen Minuten Ihre Lesezeichen, offenen Tabs und Passwörter.
widget-demo-second = Öffnen Sie das Menü, wählen Sie „Anmelden“ und geben Sie die Adresse Ihres Kontos ein. Wählen Sie dann aus, was Ihre Geräte teilen sollen, und speichern Sie.
widget-demo-third = Tut sich nach zehn Minuten nichts, prüfen Sie, ob beide Geräte mit demselben Konto angemeldet sind.
widget-demo-note = Diese Seite steht für eine beliebige Seite Ihres Angebots: Der Knopf in der Ecke ist alles, was ein einziges Skript-Element hinzufügt.
widget-demo-next = Die nächste Seite dieses Angebots
widget-demo-tag = Das Element dieser Seite
