-- SPDX-License-Identifier: Apache-2.0
-- 1: nothing but decisions by hand was refused so, and no observation. Of the two as a whole there is no identifier: its
-- type and value are empty then.
ALTER TABLE refusal ADD COLUMN by_decision smallint NOT NULL DEFAULT 0;
