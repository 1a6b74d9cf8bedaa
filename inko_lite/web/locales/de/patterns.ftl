# Die Seite der Muster, für alle, die die Seiten ändern (nur in der Vorführung).
patterns-title = Muster
patterns-lead = Jeder Zustand dieser Seiten, gezeichnet von ihren eigenen Ansichten über ausgedachten Gesprächen. Einzeln geöffnet zeigt er sich allein.
