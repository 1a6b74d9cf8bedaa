# Die Übersicht der Monitore.

monitor-skip = Zum Wichtigsten springen
monitor-side = Warteschlange und Ordnung
monitor-loading = Einen Moment …
monitor-show = Zeigen

# Was jetzt am wichtigsten ist.
monitor-then = Danach
monitor-then-more = und { $more } weitere
monitor-now-calm = Alles ist ruhig
monitor-now-calm-more =
    { $waiting ->
        [0] Niemand wartet.
        [one] Ein Gast wartet, noch nicht lange.
       *[other] { $waiting } Gäste warten, keiner lange.
    } { $rooms ->
        [0] Kein Gespräch ist offen.
        [one] Ein Gespräch ist offen, und der Gast bekommt Antwort.
       *[other] { $rooms } Gespräche sind offen, und jeder Gast bekommt Antwort.
    }
monitor-now-called = { $name } ruft die Moderation zu { $room }
monitor-now-waiting =
    { $why ->
        [nobody] { $name } wartet, und niemand ist online
        [away] { $name } wartet am längsten, und niemand nimmt gerade Gäste an
        [full] { $name } wartet am längsten, und alle haben so viele Chats, wie sie annehmen
        [lacks] { $name } wartet am längsten, und niemand, der frei ist, nimmt { $what } an
        [language] { $name } wartet am längsten, und niemand, der frei ist, spricht { $what }
        [offered] { $name } wartet am längsten und wird gerade angeboten
       *[other] { $name } wartet am längsten
    }
monitor-now-goal = Niemand soll länger als { $goal } warten.
monitor-now-lost =
    { $chats ->
        [one] { $name } hat die Verbindung verloren, ein Chat ist ohne Betreuung
       *[other] { $name } hat die Verbindung verloren, { $chats } Chats sind ohne Betreuung
    }
monitor-now-lost-more = Kommt die Verbindung nicht zurück, gehen die Gäste von selbst an den Anfang der Schlange. Sie können es jetzt tun.
monitor-now-unanswered = { $name } wartet auf eine Antwort von { $agent }
monitor-now-limit-near = Die Grenze ist nah: { $gauge }
monitor-now-limit-full = Die Grenze ist erreicht: { $gauge }
monitor-now-limit-more-users = Darüber kommt niemand mehr in ein Gespräch.
monitor-now-limit-more-rooms = Darüber beginnt kein weiteres Gespräch.
monitor-now-limit-more-messages-per-minute = Darüber gehen Nachrichten später hinaus, von selbst.
monitor-now-limit-more-largest-message = Längere Nachrichten werden abgelehnt, ihr Text bleibt erhalten.
monitor-now-limit-more-fullest-session = Ein volles Gespräch geht in einem neuen Raum weiter.
monitor-now-limit-more-waiting = Darüber erfahren Neue, dass die Schlange voll ist.
monitor-now-review =
    { $count ->
        [one] Eine gesperrte Person bittet um Prüfung
       *[other] { $count } gesperrte Personen bitten um Prüfung
    }
monitor-now-review-more = Heben Sie die Sperre auf, oder lassen Sie sie bestehen.
monitor-now-spike = Mehr Gäste als sonst kommen mit { $tag }: heute { $count }, sonst { $expected }
monitor-now-spike-more = Vielleicht ist für viele zugleich etwas kaputt.
monitor-watch-chat = Chat ansehen
monitor-take-chat = Chat annehmen
monitor-front = An den Anfang
monitor-anybody = Allen anbieten
monitor-stand-down =
    { $chats ->
        [0] Auf abwesend setzen
        [one] Abwesend, Gast zurück in die Schlange
       *[other] Abwesend, { $chats } Gäste zurück
    }

# Was getan wurde.
monitor-did-front = { $name } steht am Anfang der Schlange.
monitor-did-anybody = { $name } wird allen angeboten, die frei sind.
monitor-did-remove = { $name } ist nicht mehr in der Schlange.
monitor-did-stand-down =
    { $chats ->
        [0] { $name } ist auf abwesend gesetzt.
        [one] { $name } ist auf abwesend gesetzt, der Gast wartet am Anfang.
       *[other] { $name } ist auf abwesend gesetzt, die { $chats } Gäste warten am Anfang.
    }
monitor-did-queue =
    { $mode ->
        [open] Die Schlange ist offen.
        [draining] Wer wartet, wird bedient; sonst kommt niemand herein.
        [closed] Die Schlange ist geschlossen.
       *[auto] Die Schlange öffnet und schließt wieder nach der Regel.
    }
monitor-did-kick = { $name } ist nicht mehr im Chat.
monitor-did-unban = Die Sperre von { $name } ist aufgehoben.
monitor-did-direct = { $name } hat Ihre Nachricht.

# Die Grenzen.
monitor-limits = Grenzen, mit der letzten Stunde
monitor-gauge-users = Personen
monitor-gauge-rooms = Räume
monitor-gauge-messages-per-minute = Nachrichten je Minute
monitor-gauge-largest-message = Größte Nachricht
monitor-gauge-fullest-session = Vollstes Gespräch
monitor-gauge-waiting = Wartende
monitor-gauge-text = { $value } von { $limit }, { $percent }; { $low } bis { $high } in der letzten Stunde
monitor-past-certified = Höher gesetzt, als der Lasttest vom { $date } gezeigt hat (Version { $commit }): { $gauges }.

# Agenten.
monitor-agents = Agenten
monitor-no-agents = Niemand ist angemeldet.
monitor-places = { $chats } von { $limit } Plätzen belegt
monitor-agent = Agent
monitor-chats = Chats
monitor-limit = Grenze
monitor-answers-in = Antwortet in
monitor-csat = Zufriedenheit
monitor-csat-n = n
monitor-mark = Vermerk
monitor-action = Aktion
monitor-lost-for = Kein Lebenszeichen seit { $time }
monitor-message = Nachricht
monitor-requeue = Gäste zurück …
monitor-trainee = in Ausbildung
monitor-monitor = Monitor
monitor-unattended =
    { $chats ->
        [one] ein Chat ohne Betreuung
       *[other] { $chats } Chats ohne Betreuung
    }
monitor-guests-wait =
    { $guests ->
        [one] ein Gast wartet { $time }
       *[other] { $guests } Gäste warten, bis zu { $time }
    }
monitor-limit-of = Chat-Grenze von { $name }
monitor-limit-less = Grenze von { $name } senken
monitor-limit-more = Grenze von { $name } erhöhen
monitor-stand-down-title = { $name } auf abwesend setzen?
monitor-stand-down-text =
    { $chats ->
        [one] Der Gast geht an den Anfang der Schlange und behält das Gespräch.
       *[other] Die { $chats } Gäste gehen an den Anfang der Schlange und behalten ihre Gespräche.
    }

# Räume.
monitor-rooms = Räume
monitor-rooms-count = { $shown } von { $rooms }, am längsten ohne Antwort zuerst
monitor-rooms-all = Alle { $rooms } zeigen
monitor-rooms-fewer = Weniger zeigen
monitor-no-rooms = Kein Gespräch ist offen.
monitor-nothing-said = Noch nichts gesagt
monitor-no-topic = Kein Thema
monitor-group = Gruppe
monitor-in-queue = in der Schlange
monitor-minutes = { $minutes } min
monitor-waits = wartet { $time }
monitor-answered = beantwortet
monitor-agent-lost = Agent fehlt { $time }
monitor-members =
    { $members ->
        [one] eine Person
       *[other] { $members } Personen
    }
monitor-whisper = Notiz an { $name }, die der Gast nicht sieht
monitor-whisper-all = Notiz an die Agenten, die der Gast nicht sieht
monitor-whisper-example = Frag, welche Version es ist …
monitor-whisper-send = Flüstern

# Die Warteschlange.
monitor-queue-state =
    { $mode ->
        [open] { $status ->
            [open] offen
            [full] voll
           *[other] niemand online
        }
        [draining] läuft aus
        [closed] geschlossen
       *[auto] { $status ->
            [open] offen, automatisch
            [full] voll, automatisch
            [unstaffed] niemand online
           *[other] geschlossen, automatisch
        }
    }
monitor-rule =
    { $agents ->
        [one] offen, solange ein Agent online ist
       *[other] offen, solange { $agents } Agenten online sind
    }{ $monitor ->
        [yes] , auch ein Monitor
       *[no] {""}
    }{ $minutes ->
        [0] {""}
       *[other] , und die Wartezeit unter { $minutes } min liegt
    }{ $hours ->
        [yes] , in den Öffnungszeiten
       *[no] {""}
    }
monitor-reason = Grund, den Gäste und Agenten lesen
monitor-reason-example = Bis 21:15 fehlen uns Leute
monitor-apply = Anwenden
monitor-waiting = Wartende
monitor-why = Warum wartet { $name }?
monitor-why-text = { $time } in der Schlange. Was die Verteilung zuletzt zu jedem Agenten sagte:
monitor-why-offered = { $time } in der Schlange, gerade angeboten. Was die Verteilung zuletzt zu jedem Agenten sagte:
monitor-others = Andere, die warten
monitor-others-all = Alle { $waiting } zeigen
monitor-remove = Entfernen …
monitor-remove-title = { $name } aus der Schlange nehmen?
monitor-remove-text = Der Gast erfährt es und kann wieder fragen.
monitor-remove-action = Herausnehmen
monitor-verdict-ok = frei
monitor-verdict-offered = gerade angeboten
monitor-verdict-away = abwesend
monitor-verdict-busy = beschäftigt
monitor-verdict-offline = offline
monitor-verdict-gone = kein Lebenszeichen
monitor-verdict-trainee = in Ausbildung: nur auf Einladung
monitor-verdict-guest-gone = der Gast ist nicht da
monitor-verdict-offered-else = jemand anderem angeboten
monitor-verdict-offered-to = { $name } angeboten
monitor-verdict-gave-back = hat den Gast zurückgegeben
monitor-verdict-no-room = kein Raum frei
monitor-verdict-no-users = zu viele Personen in Räumen
monitor-verdict-answering = hat ein anderes Angebot offen
monitor-verdict-full = voll, { $own } von { $limit }
monitor-verdict-declined = vor { $seconds } s abgelehnt
monitor-verdict-missed = vor { $seconds } s verpasst
monitor-verdict-kicked = wurde aus dem Chat entfernt
monitor-verdict-kept = für { $name } freigehalten
monitor-verdict-lacks = nicht für { $criterion } { $what }

# Heute.
monitor-today = Heute
monitor-csv = Als CSV laden
monitor-chats-today = Chats
monitor-chats-since = seit Mitternacht
monitor-chats-usual = seit Mitternacht; sonst am { $day } bis jetzt { $usual }
monitor-chats-table = Chats je Stunde
monitor-waits-today = Wartezeiten
monitor-waits-text = im Median; 9 von 10 unter { $time }
monitor-waits-none = noch niemand bedient
monitor-waits-table = Wartezeiten je Stunde
monitor-median = Median
monitor-nine-of-ten = 9 von 10
monitor-left-today = Vor einer Antwort gegangen
monitor-left-text = von { $guests }, { $share }
monitor-left-table = Gäste, die die Schlange verließen, je Stunde
monitor-left-column = Gegangen
monitor-csat-text =
    { $answers ->
        [0] noch keine Antworten
        [one] von 5, aus einer Antwort
       *[other] von 5, aus { $answers } Antworten
    }
monitor-csat-table = Wie oft jede Note gegeben wurde
monitor-csat-score = Note
monitor-csat-answers = Antworten
monitor-tags = Häufige Schlagwörter
monitor-tag-spikes = häuft sich: { $count }, sonst { $expected }
monitor-tag-usual = sonst { $expected }
monitor-tags-usual = wie an anderen Tagen
monitor-tags-none = noch keine

# Ordnung.
monitor-calls = Rufe nach der Moderation
monitor-call-over = Der Chat ist vorbei.
monitor-call-nowhere = Betrifft keinen Chat.
monitor-bans = Sperren
monitor-bans-others =
    { $bans ->
        [one] Eine ohne Bitte um Prüfung
       *[other] { $bans } ohne Bitte um Prüfung
    }
monitor-ban-until = bis { $time }
monitor-ban-ever = bis sie aufgehoben wird
monitor-ban-reason = { $name }: { $reason }
monitor-lift = Sperre aufheben
monitor-lift-title = Sperre von { $name } aufheben?
monitor-lift-text = Die Person kann sofort wieder herein.
monitor-keep = oder bestehen lassen
monitor-audit = Protokoll
monitor-audit-all = Alles von heute
monitor-audit-today = Protokoll von heute
monitor-audit-none = Heute noch nichts.
monitor-older = Ältere
monitor-act-rule = Der Server
monitor-act-anybody = { $name } hat { $whom } für alle freigegeben
monitor-act-assist = { $name } hat { $whom } früher Wartenden vorgezogen
monitor-act-ban = { $name } hat { $whom } gesperrt
monitor-act-ban-review = Um Prüfung einer Sperre wurde gebeten
monitor-act-erase = { $name } hat alles über eine Person gelöscht
monitor-act-front = { $name } hat { $whom } an den Anfang gesetzt
monitor-act-invite = { $name } hat { $whom } zu { $room } geholt
monitor-act-join = { $name } ging zu { $room }
monitor-act-kick = { $name } hat { $whom } aus { $room } entfernt
monitor-act-queue =
    { $mode ->
        [open] { $name } hat die Schlange geöffnet
        [draining] { $name } lässt die Schlange auslaufen
        [closed] { $name } hat die Schlange geschlossen
       *[auto] { $name } hat die Schlange der Regel überlassen
    }
monitor-act-redact = { $name } hat eine Nachricht in { $room } entfernt
monitor-act-remove = { $name } hat { $whom } aus der Schlange genommen
monitor-act-report = { $name } rief die Moderation zu { $room }
monitor-act-requeue = { $name } hat { $whom } wieder eingereiht
monitor-act-rights = { $name } hat geändert, wer in { $room } was darf
monitor-act-set-limit = { $name } hat die Grenze von { $whom } auf { $limit } gesetzt
monitor-act-stand-down =
    { $chats ->
        [0] { $name } hat { $whom } auf abwesend gesetzt
        [one] { $name } hat { $whom } auf abwesend gesetzt, ein Gast zurück in der Schlange
       *[other] { $name } hat { $whom } auf abwesend gesetzt, { $chats } Gäste zurück in der Schlange
    }
monitor-act-subject-export = { $name } hat alles über eine Person ausgegeben
monitor-act-takeover = { $name } hat { $room } übernommen
monitor-act-transfer = { $name } hat { $room } an { $whom } übergeben
monitor-act-unban = { $name } hat die Sperre von { $whom } aufgehoben
monitor-act-watch = { $name } hat { $room } angesehen
monitor-act-other = { $name }: { $act }

# Die Tastatur.
monitor-place-now = Was jetzt wichtig ist
monitor-place-limits = Grenzen
monitor-place-agents = Agenten
monitor-place-rooms = Räume
monitor-place-today = Heute
monitor-place-queue = Warteschlange
monitor-place-waiting = Wer wartet, und warum
monitor-place-audit = Protokoll
