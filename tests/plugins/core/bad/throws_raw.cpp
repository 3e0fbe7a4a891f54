// SPDX-License-Identifier: Apache-2.0
// A plugin without the kit that breaks the first rule: its exceptions cross.
#include <kith/plugin.h>

#include <stdexcept>

namespace {

template <class... Arguments>
kith_status fail(Arguments...) {
    throw std::runtime_error("a text that nobody may see");
}

kith_status create(const kith_host*, void** instance, const kith_sink*) {
    static int made;
    *instance = &made;
    return KITH_OK;
}
[[noreturn]] void destroy(void*) {
    throw 1;
}
[[noreturn]] void stop(void*) {
    throw 2;
}

constexpr kith_str text(const char* literal) {
    return {literal, __builtin_strlen(literal)};
}

constexpr kith_identifier_functions kIdentifierFunctions{sizeof(kith_identifier_functions), 0, &fail};
constexpr kith_channel_functions kChannelFunctions{
    sizeof(kith_channel_functions), 0, &fail, &fail, &fail, &fail, &fail, &fail, &fail};
constexpr kith_functions kFunctions{
    sizeof(kith_functions), 0,       &create,           &destroy, nullptr, &stop, nullptr, &fail,
    &kIdentifierFunctions,  nullptr, &kChannelFunctions};
constexpr kith_identifier_type kTypes[] = {
    {sizeof(kith_identifier_type), KITH_CLASS_MOVING, text("raw"), 1, 1, 1, 0, nullptr}};
constexpr kith_channel kChannel{sizeof(kith_channel), 0, text("raw"), nullptr, 0, 0};
constexpr kith_route kRoutes[] = {
    {sizeof(kith_route), KITH_RIGHT_NONE, text("GET"), text("it"), 0, nullptr, 0, 0}};
constexpr kith_declaration kDeclaration{
    sizeof(kith_declaration), 1, kTypes, nullptr, &kChannel, kRoutes, nullptr, 0, 1, 0, 0, nullptr, {}};

}  // namespace

constinit const kith_descriptor kith_plugin = {
    sizeof(kith_descriptor), KITH_ABI_MAJOR, KITH_ABI_MINOR, text("raw"), text("1"),
    &kDeclaration,           &kFunctions};
