# Coming in and going out.
link-problem-title = This link no longer works
link-problem-why = For your safety, each link opens the portal only once and only for a few minutes. This one has expired, has been used already or is incomplete.
link-problem-app = Open the portal from { $name } again to get a new link.
link-problem-no-app = Go back to where you tapped the link and open the portal from there again.
signed-out-title-signed_out = You are signed out
signed-out-title-session_ended = Your sign-in has expired
signed-out-title-no_session = You are not signed in
signed-out-lead-signed_out = Your data can no longer be seen in this browser.
signed-out-lead-session_ended = For your safety, a sign-in lasts only for a limited time.
signed-out-lead-no_session = This page can only be seen when you are signed in.
signed-out-app = To sign in, open the portal from { $name }. You do not need a password.
signed-out-no-app = To sign in, open the portal from your provider’s app or website. You do not need a password.
forward-title = Signing you in
forward-go = Continue
