# The customer's own account.
sessions-title = Where you are signed in
sessions-lead = If you do not recognise a sign-in, end it.
device = { $browser } on { $system }
device-unknown = Unknown device
session-current = this browser
session-last-seen = Last active { $when }
session-since = Signed in { $when }
session-from-app = from { $name }
session-door-link = with a link
session-ip = IP address { $ip }
session-end = End
session-end-label = End the sign-in of { $when }
sessions-end-all = Sign out everywhere
sessions-end-all-why = You can end all sign-ins at once, including the one in this browser.
