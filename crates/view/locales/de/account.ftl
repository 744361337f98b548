# Das eigene Konto.
sessions-title = Wo Sie angemeldet sind
sessions-lead = Kommt Ihnen eine Anmeldung fremd vor? Dann beenden Sie sie.
device = { $browser } auf { $system }
device-unknown = Unbekanntes Gerät
session-current = dieser Browser
session-last-seen = Zuletzt aktiv am { $when }
session-since = Angemeldet am { $when }
session-from-app = { $article ->
    [feminine] über die { $name }
    [neuter] über das { $name }
   *[none] über { $name }
}
session-door-link = über einen Link
session-ip = IP-Adresse { $ip }
session-end = Beenden
session-end-label = Anmeldung vom { $when } beenden
sessions-end-all = Überall abmelden
sessions-end-all-why = Sie können alle Anmeldungen auf einmal beenden, auch die in diesem Browser.
