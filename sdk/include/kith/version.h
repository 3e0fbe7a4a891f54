/* SPDX-License-Identifier: Apache-2.0 */
#ifndef KITH_VERSION_H
#define KITH_VERSION_H

/* The version of the plugin boundary. The build reads these two lines; nothing repeats them.
 *
 * Major: two sides with different majors do not understand each other; the server refuses the plugin.
 * Minor: grows when a struct gets a new last member. A plugin with a newer minor than the server's is
 * refused; one with an older minor works, and the members it does not have count as zero or null.
 *
 * 1.0  identifier sources, field types, channels, host services
 * 1.1  kith_channel_functions.annotate
 * 1.2  kith_host.has_category
 * 1.3  kith_channel_functions.erase, .exported and .undone, kith_host.normalize */
#define KITH_ABI_MAJOR 1
#define KITH_ABI_MINOR 3

#endif
