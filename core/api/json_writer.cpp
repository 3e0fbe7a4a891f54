// SPDX-License-Identifier: Apache-2.0
#include "core/api/json_writer.hpp"

#include "core/model/json.hpp"

namespace kith::api {

void JsonWriter::separate() {
    if (!first_) json_ += ',';
    first_ = false;
}

JsonWriter& JsonWriter::open(char bracket) {
    separate();
    json_ += bracket;
    first_ = true;
    return *this;
}

JsonWriter& JsonWriter::close(char bracket) {
    json_ += bracket;
    first_ = false;
    return *this;
}

JsonWriter& JsonWriter::key(std::string_view name) {
    separate();
    model::appendJsonString(json_, name);
    json_ += ':';
    first_ = true;
    return *this;
}

JsonWriter& JsonWriter::text(std::string_view value) {
    separate();
    model::appendJsonString(json_, value);
    return *this;
}

JsonWriter& JsonWriter::number(std::int64_t value) {
    return raw(std::to_string(value));
}

JsonWriter& JsonWriter::boolean(bool value) {
    return raw(value ? "true" : "false");
}

JsonWriter& JsonWriter::null() {
    return raw("null");
}

JsonWriter& JsonWriter::raw(std::string_view json) {
    separate();
    json_ += json;
    return *this;
}

JsonWriter& JsonWriter::identifier(const model::Identifier& identifier) {
    return beginObject().member("type", identifier.type).member("value", identifier.value).endObject();
}

}  // namespace kith::api
