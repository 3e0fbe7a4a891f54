/* SPDX-License-Identifier: Apache-2.0 */
/* The layout of the extension kith.commands/1, as it was released, on 64-bit Linux: never changed again. */
#include <kith/commands.h>

#define OFFSET(type, member, at) \
    _Static_assert(offsetof(type, member) == (at), #type "." #member " has moved")

_Static_assert(sizeof(KITH_COMMANDS) == sizeof("kith.commands/1"), "the id has changed");
OFFSET(kith_commands, struct_size, 0);
OFFSET(kith_commands, reserved, 4);
OFFSET(kith_commands, self, 8);
OFFSET(kith_commands, command, 16);
_Static_assert(sizeof(kith_commands) == 24, "kith_commands has another size");
