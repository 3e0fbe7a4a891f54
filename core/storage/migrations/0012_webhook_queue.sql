-- SPDX-License-Identifier: Apache-2.0
-- What a webhook did not take, and what has to wait for it, stands by profile, so that it holds up nobody else's events.

-- Deliveries that are still to be tried, by those whom their events are about: the first of each profile's comes next.
CREATE TABLE webhook_queue (
    webhook_id bigint NOT NULL,
    profile_id bigint NOT NULL,
    number bigint NOT NULL,               -- event
    PRIMARY KEY (webhook_id, profile_id, number)
) {clustered};
CREATE INDEX webhook_queue_by_number ON webhook_queue (number);
INSERT INTO webhook_queue (webhook_id, profile_id, number)
SELECT delivery.webhook_id, event.profile_id, event.number
FROM webhook_delivery AS delivery JOIN event ON event.number = delivery.number
WHERE delivery.due_at IS NOT NULL
UNION
SELECT delivery.webhook_id, event.other_id, event.number
FROM webhook_delivery AS delivery JOIN event ON event.number = delivery.number
WHERE delivery.due_at IS NOT NULL AND event.other_id IS NOT NULL;

-- 0: it waits for an earlier one about a profile of its event, or is a dead letter; 1: it comes next;
-- 2: so it does, and it was refused, or what it waited for is a dead letter now.
ALTER TABLE webhook_delivery ADD COLUMN turn smallint NOT NULL DEFAULT 0;
UPDATE webhook_delivery SET turn = CASE WHEN attempts > 0 THEN 2 ELSE 1 END
WHERE due_at IS NOT NULL AND NOT EXISTS (
    SELECT 1 FROM webhook_queue AS own JOIN webhook_queue AS earlier
        ON earlier.webhook_id = own.webhook_id AND earlier.profile_id = own.profile_id
        AND earlier.number < own.number
    WHERE own.number = webhook_delivery.number AND own.webhook_id = webhook_delivery.webhook_id);

DROP INDEX webhook_delivery_pending;
CREATE INDEX webhook_delivery_next ON webhook_delivery (webhook_id, turn, due_at, number) WHERE due_at IS NOT NULL;
CREATE INDEX webhook_delivery_dead ON webhook_delivery (webhook_id, number) WHERE due_at IS NULL;
