// SPDX-License-Identifier: Apache-2.0
#include "core/storage/provenance.hpp"

#include "core/storage/sql_text.hpp"

namespace kith::storage {

std::string withOrigin(std::string_view sql) {
    return replaceMarks(sql, {{"{origin}",
                               "o.id, o.given_id, o.source_type, o.source_name, o.key_id, o.attested,"
                               " o.observed_at, o.received_at"}});
}

}  // namespace kith::storage
