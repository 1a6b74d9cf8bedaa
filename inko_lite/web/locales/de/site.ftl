# What every page says.

site-language-name = Deutsch
site-language = Sprache
site-console = Konsole
site-monitor = Übersicht
site-history = Verlauf
site-demo-login = Bei der Vorführung anmelden
site-wait-unknown = Wie lange es dauert, wissen wir noch nicht
site-wait-minute = etwa eine Minute
site-wait-range = etwa { $low } bis { $high } Minuten
