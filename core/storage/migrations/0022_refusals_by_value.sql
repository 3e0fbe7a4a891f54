-- SPDX-License-Identifier: Apache-2.0
-- What an erasure looks for by value: whatever was refused of an identifier that goes, not claims alone.
DROP INDEX refusal_of_claims;
CREATE INDEX refusal_by_value ON refusal (identifier_type, identifier_value);
