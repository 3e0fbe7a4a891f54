-- SPDX-License-Identifier: Apache-2.0
-- What an erasure looks for by value: claims that were refused, for whatever reason.
DROP INDEX refusal_of_claims;
CREATE INDEX refusal_by_value ON refusal (identifier_type, identifier_value);
