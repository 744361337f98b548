# Hereinkommen und hinausgehen.
link-problem-title = Dieser Link funktioniert nicht mehr
link-problem-why = Zu Ihrer Sicherheit öffnet jeder Link das Portal nur einmal und nur wenige Minuten lang. Dieser Link ist abgelaufen, wurde schon benutzt oder ist unvollständig.
link-problem-app = { $article ->
    [feminine] Öffnen Sie das Portal in der { $name } noch einmal. Dann bekommen Sie einen neuen Link.
    [neuter] Öffnen Sie das Portal im { $name } noch einmal. Dann bekommen Sie einen neuen Link.
   *[none] Öffnen Sie das Portal bei { $name } noch einmal. Dann bekommen Sie einen neuen Link.
}
link-problem-no-app = Gehen Sie dorthin zurück, wo Sie auf den Link getippt haben, und öffnen Sie das Portal von dort noch einmal.
signed-out-title-signed_out = Sie sind abgemeldet
signed-out-title-session_ended = Ihre Anmeldung ist abgelaufen
signed-out-title-no_session = Sie sind nicht angemeldet
signed-out-lead-signed_out = In diesem Browser sind Ihre Daten nicht mehr zu sehen.
signed-out-lead-session_ended = Zu Ihrer Sicherheit gilt eine Anmeldung nur für begrenzte Zeit.
signed-out-lead-no_session = Diese Seite sehen Sie nur, wenn Sie angemeldet sind.
signed-out-app = { $article ->
    [feminine] So melden Sie sich an: Öffnen Sie das Portal in der { $name }. Ein Passwort brauchen Sie nicht.
    [neuter] So melden Sie sich an: Öffnen Sie das Portal im { $name }. Ein Passwort brauchen Sie nicht.
   *[none] So melden Sie sich an: Öffnen Sie das Portal bei { $name }. Ein Passwort brauchen Sie nicht.
}
signed-out-no-app = So melden Sie sich an: Öffnen Sie das Portal in der App oder auf der Website Ihres Anbieters. Ein Passwort brauchen Sie nicht.
forward-title = Sie werden angemeldet
forward-go = Weiter
