// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace kith::app::demo {

/// Who of the cast shows what: the index of a person. Others have the cast's traits and nothing special.
enum Story : unsigned {
    kMerged = 1,       ///< Was two people until an order named both.
    kBlacklisted = 2,  ///< Mail came back for good.
    kLendsPhone = 3,   ///< Whose number somebody else gave.
    kSharesPhone = 4,  ///< Gave somebody else's number: refused.
    kForgetful = 5,    ///< Saw a widget twice, because the browser forgot.
    kComplains = 6,
    kUnsubscribes = 7,
    kBlocked = 8,         ///< The provider is to be left alone for a while.
    kManyAddresses = 9,   ///< Has more addresses than identify one person.
    kNobody = 10,         ///< Was given an address that is nobody's.
    kClaimsAnother = 11,  ///< Typed an address that is somebody else's.
    kUnconfirmed = 12,    ///< Typed a new address and never confirmed it.
    kHandsDownTablet = 13,
    kGetsTablet = 14,
    kComesBack = 15,      ///< Unsubscribed, and later opted in again.
    kOrdersAsGuest = 16,  ///< Is two people who may be one: a guest whose address differs by its tag.
    kMovesIn = 17,        ///< Is two people who may be one: they have a name and an address in common.
};

}  // namespace kith::app::demo
