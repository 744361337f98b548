# Plans for everybody without a contract.
offers-title = Our plans
offers-lead = You do not have a contract with us yet. These are the plans you can choose from.
offer-base-month = plus { $amount } a month
offer-base-year = plus { $amount } a year
offer-feed-in = is what you get for the electricity you feed in.
offer-fee-month = less { $amount } a month
offer-fee-year = less { $amount } a year
offer-no-base = No base price
offer-parts = What makes up the price
per-unit-consumption = per kWh
per-unit-feed_in = per kWh
per-unit-service = per unit
offer-notice = { $days ->
    [0] Cancel at any time.
    [one] Cancel with one day’s notice.
   *[other] Cancel with { $days } days’ notice.
}
offers-order = How to order
offers-order-app = You can order in { $name }.
offers-order-contact = Get in touch once you have decided.
no-offers-title = No contract yet
no-offers-lead = As soon as you have a contract with us, you will find it here. There are no plans on offer here at the moment.
