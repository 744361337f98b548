# What did not work.
not-found-title = This page does not exist
not-found-lead = The address may be incomplete, or the page has been removed.
unreadable-title = We could not read that
unreadable-lead = Something about the address or what you entered is not right, and nothing has happened. Go back and try again, or begin on the start page.
refused-title = We did not do that
refused-lead = The request did not come from a page of this portal. For your safety, nothing has happened. Open the portal yourself and try again there.
to-first-page = Go to the start page
problem-title = That did not work
problem-lead = The fault is ours. Try again in a few minutes.
problem-id = If it happens again, tell us this number:
unavailable-title = One moment
unavailable-lead = The portal is not answering just now. Reload the page in a minute.
closed-title = The portal is closed at the moment
closed-lead = Try again later, or contact us directly.
too-many-title = Too many attempts
too-many-lead = { $seconds ->
    [one] Wait one second, then reload the page.
   *[other] Wait { $seconds } seconds, then reload the page.
}
no-portal-title = There is nothing here
no-portal-lead = Check whether the address is spelt correctly. If it is, open the link in your provider’s app or e-mail again.
