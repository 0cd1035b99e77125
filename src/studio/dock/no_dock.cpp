// SPDX-License-Identifier: GPL-2.0-or-later
// Built in place of the dock where there is no Qt: all else works without.
#include "studio/dock/dock.h"

#include <util/base.h>

namespace astro::studio::dock {

class Dock::Impl {};

Dock::Dock(const Controls &, const UiThread &)
{
    blog(LOG_INFO, "[obs-astro] this build has no dock; all else is in it");
}
Dock::~Dock() = default;
void Dock::begin() {}
void Dock::events_came(const std::vector<HistoryItem> &) {}
void Dock::rules_fired(const std::vector<rules::Fired> &) {}
void Dock::rules_changed() {}
void Dock::collection_left() {}
void Dock::statuses_changed() {}
void Dock::renamed(const rules::Rename &) {}
void Dock::queues_changed() {}
void Dock::surroundings_changed() {}
void Dock::end() {}

} // namespace astro::studio::dock
