# Was nicht ging.
not-found-title = Diese Seite gibt es nicht
not-found-lead = Die Adresse ist vielleicht unvollständig, oder die Seite wurde entfernt.
unreadable-title = Das konnten wir nicht lesen
unreadable-lead = Etwas an der Adresse oder an Ihrer Eingabe stimmt nicht, und es ist nichts geschehen. Gehen Sie zurück und versuchen Sie es noch einmal, oder beginnen Sie auf der Startseite.
refused-title = Das haben wir nicht ausgeführt
refused-lead = Der Aufruf kam nicht von einer Seite dieses Portals. Zu Ihrer Sicherheit ist nichts geschehen. Öffnen Sie das Portal selbst und versuchen Sie es dort noch einmal.
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
