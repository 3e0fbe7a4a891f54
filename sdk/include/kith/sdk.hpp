// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Everything that the author of a plugin needs but SOCI, which is in kith/sdk/soci.hpp.
#include "sdk/channel.hpp"
#include "sdk/commands.hpp"
#include "sdk/declaration.hpp"
#include "sdk/export.hpp"
#include "sdk/failure.hpp"
#include "sdk/field_type.hpp"
#include "sdk/host.hpp"
#include "sdk/identifier_source.hpp"
#include "sdk/plugin.hpp"
#include "sdk/route.hpp"
#include "sdk/types.hpp"
