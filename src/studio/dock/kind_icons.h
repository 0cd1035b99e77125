// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "events/event.h"

#include <QIcon>

namespace astro::studio::dock {

/// By which a kind of event is known at a glance: a sign on a coloured disc, alike in every theme. Made once each. UI
/// thread.
const QIcon &icon_of(events::Kind kind);

} // namespace astro::studio::dock
