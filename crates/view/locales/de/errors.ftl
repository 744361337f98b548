# Was nicht ging.
not-found-title = Diese Seite gibt es nicht
not-found-lead = Die Adresse ist vielleicht unvollständig, oder die Seite wurde entfernt.
to-first-page = Zur Startseite
problem-title = Das hat nicht geklappt
problem-lead = Der Fehler liegt bei uns. Versuchen Sie es in ein paar Minuten noch einmal.
problem-id = Passiert es wieder, nennen Sie uns diese Nummer:
unavailable-title = Einen Moment Geduld
unavailable-lead = Das Portal antwortet gerade nicht. Laden Sie die Seite in einer Minute neu.
closed-title = Das Portal ist zurzeit geschlossen
closed-lead = Versuchen Sie es später noch einmal, oder wenden Sie sich direkt an uns.
too-many-title = Zu viele Versuche
too-many-lead = { $seconds ->
    [one] Warten Sie eine Sekunde und laden Sie die Seite dann neu.
   *[other] Warten Sie { $seconds } Sekunden und laden Sie die Seite dann neu.
}
no-portal-title = Hier gibt es nichts
no-portal-lead = Prüfen Sie, ob die Adresse richtig geschrieben ist. Wenn ja, öffnen Sie noch einmal den Link in der App oder der E-Mail Ihres Anbieters.
