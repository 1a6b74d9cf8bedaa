# The guest page.

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
guest-out-title =
    { $reason ->
        [signed_out] Sie haben sich abgemeldet
        [signed_in] Sie haben sich angemeldet
        [expired] Ihr Besuch ist abgelaufen
        [idle] Ihr Besuch ist von selbst zu Ende gegangen
        [password_changed] Ihr Passwort wurde geändert
        [deactivated] Ihr Konto ist abgeschaltet
        [rights_changed] Ihre Rechte wurden geändert
        [too_many] Sie wurden in diesem Browser abgemeldet
        [banned] Sie können diesen Chat nicht benutzen
        [erased] Ihre Daten sind gelöscht
        [resumed] Ihr Chat geht woanders weiter
       *[other] Diese Seite kann nicht weitermachen
    }
guest-out-text =
    { $reason ->
        [signed_out] Ihr Besuch ist zu Ende. Sie können gern neu beginnen.
        [signed_in] Damit endete der Besuch von vorher. Beginnen Sie neu, um mit Ihrem Konto weiterzumachen.
        [expired] Ein Besuch dauert nur eine bestimmte Zeit. Sie haben nichts falsch gemacht: Beginnen Sie neu, wann immer Sie möchten.
        [idle] Wir hatten lange nichts von dieser Seite gehört. Sie haben nichts falsch gemacht: Beginnen Sie neu, wann immer Sie möchten.
        [password_changed] Zu Ihrer Sicherheit werden Sie dann überall abgemeldet. Melden Sie sich auf der Website mit dem neuen Passwort an, oder beginnen Sie neu als Gast.
        [deactivated] Die Website kennt Ihr Konto nicht mehr. Beginnen Sie neu als Gast, oder fragen Sie die Betreiber der Website.
        [rights_changed] Was Ihr Konto auf der Website darf, ist nicht mehr dasselbe. Beginnen Sie neu, um damit weiterzumachen.
        [too_many] Sie benutzen den Chat in mehr Browsern, als zugleich erlaubt sind, und dieser war am längsten unbenutzt. Beginnen Sie neu, um hier weiterzumachen.
        [banned] Die Moderation hat Ihren Besuch beendet. Laden Sie diese Seite neu; dort steht, was Sie tun können.
        [erased] Alles, was über Sie gespeichert war, wurde wie gewünscht gelöscht. Sie können als jemand Neues beginnen.
        [resumed] Jemand ist mit dem Code, der hier stand, in ihn zurückgekehrt. Waren Sie das, machen Sie dort weiter; wenn nicht, beginnen Sie neu.
       *[other] Sie haben nichts falsch gemacht. Bitte beginnen Sie neu.
    }
guest-out-kept = Was Sie geschrieben hatten, ist noch da.
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
guest-again-question = Dieselbe Frage noch einmal stellen
guest-call = Moderation rufen
guest-called = Die Moderation ist gerufen.
guest-call-title = Die Moderation in diesen Chat rufen?
guest-call-text = Jemand mit Verantwortung liest mit und kann eingreifen. Wer Ihnen hilft, erfährt nicht, dass Sie gerufen haben.
guest-call-label = Was ist los?
guest-joined-notice = Jetzt ist jemand für Sie da
guest-way-forum-question = Ihr Text steht schon darin.
guest-sound = Mit einem Ton rufen
guest-sound-on = Sie hören dann einen Ton
guest-sound-more = Ton und Hinweise
guest-open-head-now = Jetzt geöffnet
