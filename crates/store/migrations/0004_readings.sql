-- What meters showed that only people can read.

CREATE TABLE meter_readings (
  organization_id {id} NOT NULL,
  id {id} NOT NULL,
  external_id {text},
  subscription_id {id} NOT NULL,
  meter_id {id} NOT NULL,
  value_wh {int} NOT NULL,
  day {int} NOT NULL,
  type {text} NOT NULL CHECK (type IN ('customer_report', 'grid_reading', 'grid_estimation')),
  message {text},
  digest {bytes} NOT NULL,
  created_at {int} NOT NULL,
  PRIMARY KEY (organization_id, id),
  UNIQUE (external_id, organization_id),
  FOREIGN KEY (organization_id, subscription_id) REFERENCES subscriptions (organization_id, id)
) {table};
CREATE INDEX meter_readings_by_day ON meter_readings (subscription_id, organization_id, day);
