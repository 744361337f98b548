# Was jede Seite umgibt.
skip = Zum Inhalt
menu = Menü
places = Bereiche
place-overview = Übersicht
place-usage = Verbrauch
place-feed_in = Einspeisung
place-prices = Preise
place-readings = Zählerstand
place-invoices = Rechnungen
place-start = Angebote
place-sessions = Wo Sie angemeldet sind
account = Konto
signed-in-as = Angemeldet als
sign-out = Abmelden
back = { $article ->
    [feminine] Zurück zur { $name }
    [neuter] Zurück zum { $name }
   *[none] Zurück zu { $name }
}
to-app = { $article ->
    [feminine] Zur { $name }
    [neuter] Zum { $name }
   *[none] Zu { $name }
}
imprint = Impressum
privacy = Datenschutz
terms = AGB
terms-long = Allgemeine Geschäftsbedingungen
help-site = Hilfe und Antworten
help-title = Fragen?
help-lead = Wir sind für Sie da.
still-stuck = Klappt es nicht? Wir helfen Ihnen.
notice-switched-customer = Sie sind jetzt als { $name } angemeldet.
notice-reading-kept = Danke, wir haben Ihren Zählerstand.
notice-session-ended = Die Anmeldung ist beendet.
notice-sessions-ended = { $count ->
    [one] Eine Anmeldung ist beendet.
   *[other] { $count } Anmeldungen sind beendet.
}
