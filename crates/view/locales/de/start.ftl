# Angebote für alle, die noch keinen Vertrag haben.
offers-title = Unsere Angebote
offers-lead = Sie haben noch keinen Vertrag bei uns. Diese Angebote stehen zur Wahl.
offer-base-month = dazu { $amount } im Monat
offer-base-year = dazu { $amount } im Jahr
offer-feed-in = bekommen Sie für Strom, den Sie einspeisen.
offer-fee-month = davon gehen { $amount } im Monat ab
offer-fee-year = davon gehen { $amount } im Jahr ab
offer-no-base = Ohne Grundpreis
offer-parts = So setzt sich der Preis zusammen
per-unit-consumption = je kWh
per-unit-feed_in = je kWh
per-unit-service = je Einheit
offer-notice = { $days ->
    [0] Jederzeit kündbar.
    [one] Kündbar mit einer Frist von einem Tag.
   *[other] Kündbar mit einer Frist von { $days } Tagen.
}
offers-order = So bestellen Sie
offers-order-app = { $article ->
    [feminine] Bestellen können Sie in der { $name }.
    [neuter] Bestellen können Sie im { $name }.
   *[none] Bestellen können Sie bei { $name }.
}
offers-order-contact = Melden Sie sich bei uns, wenn Sie sich entschieden haben.
no-offers-title = Noch kein Vertrag
no-offers-lead = Sobald Sie einen Vertrag bei uns haben, finden Sie ihn hier. Zurzeit gibt es an dieser Stelle keine Angebote.
