-- What meters counted: one row for each day of a subscription, its values packed, and the sums of its months.
-- Days are numbered from 1970-01-01; a month is the number of its first day.

CREATE TABLE usage_days (
  organization_id {id} NOT NULL,
  subscription_id {id} NOT NULL,
  day {int} NOT NULL,
  block {bytes} NOT NULL,
  PRIMARY KEY (organization_id, subscription_id, day)
) {table};

CREATE TABLE usage_months (
  organization_id {id} NOT NULL,
  subscription_id {id} NOT NULL,
  month {int} NOT NULL,
  milli {int} NOT NULL,
  preliminary_minutes {int} NOT NULL,
  substituted_minutes {int} NOT NULL,
  final_minutes {int} NOT NULL,
  PRIMARY KEY (organization_id, subscription_id, month)
) {table};
