-- SPDX-License-Identifier: Apache-2.0
-- Whom nobody knows, by when they last changed: whoever of them is not heard of for `identity.anonymous_ttl` expires.
CREATE INDEX profile_anonymous ON profile (updated_at, id) WHERE canonical_id = id AND known = 0;
