// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "studio/contenders.h"
#include "studio/harness/scene_collection.h"

namespace bench {

/// Scenes Main, with a hidden "Confetti", and Alert, with Cut between them; and what the contender, if it lives in OBS,
/// does: a follow shows Confetti, a cheer toggles it, a tip switches to Alert.
harness::SceneCollection collection(const Contender &contender);

} // namespace bench
