# What surrounds every page.
skip = Skip to content
menu = Menu
places = Sections
place-overview = Overview
place-usage = Usage
place-feed_in = Feed-in
place-prices = Prices
place-readings = Meter
place-invoices = Invoices
place-start = Plans
place-sessions = Where you are signed in
account = Account
signed-in-as = Signed in as
sign-out = Sign out
back = Back to { $name }
to-app = Go to { $name }
imprint = Legal notice
privacy = Privacy
terms = Terms
terms-long = Terms and conditions
help-site = Help and answers
help-title = Questions?
help-lead = We are here for you.
still-stuck = Still stuck? We can help.
notice-switched-customer = You are now signed in as { $name }.
notice-reading-kept = Thank you, we have your meter reading.
notice-session-ended = That sign-in has ended.
notice-sessions-ended = { $count ->
    [one] One sign-in has ended.
   *[other] { $count } sign-ins have ended.
}
