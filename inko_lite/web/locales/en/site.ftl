# What every page says.

site-language-name = English
site-language = Language
site-console = Console
site-monitor = Monitor
site-history = History
site-demo-login = Sign in to the demo
site-wait-unknown = We cannot say yet how long it takes
site-wait-minute = about a minute
site-wait-range = about { $low }–{ $high } minutes
