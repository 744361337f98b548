-- Prices that change by the hour or quarter: one row for each day of a series, its values packed. A plan's
-- customers have the plan's series, unless their own contract names another.

CREATE TABLE price_series (
  organization_id {id} NOT NULL REFERENCES organizations (id),
  id {id} NOT NULL,
  external_id {text} NOT NULL,
  reference {text} NOT NULL,
  digest {bytes} NOT NULL,
  created_at {int} NOT NULL,
  PRIMARY KEY (organization_id, id),
  UNIQUE (external_id, organization_id)
) {table};

CREATE TABLE price_days (
  organization_id {id} NOT NULL,
  series_id {id} NOT NULL,
  day {int} NOT NULL,
  block {bytes} NOT NULL,
  PRIMARY KEY (organization_id, series_id, day)
) {table};

ALTER TABLE plans ADD COLUMN price_series_id {id};
ALTER TABLE subscriptions ADD COLUMN price_series_id {id};
