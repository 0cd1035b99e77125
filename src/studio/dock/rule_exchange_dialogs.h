// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "studio/controls.h"

class QWidget;

namespace astro::studio::dock {

/// Asks for a file and writes all rules into it, for another scene collection or another streamer.
void export_rules(QWidget *parent, const Controls &controls);
/// Asks for such a file, then for what stands in for the scenes and sources that are not there, and adds its rules.
void import_rules(QWidget *parent, const Controls &controls);

} // namespace astro::studio::dock
