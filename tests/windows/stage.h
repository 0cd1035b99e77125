// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <string>

/// The scenes that the host shows: Main, with a hidden Confetti and a text Label, and Alert.
namespace stage {

constexpr const char *first_scene = "Main";

/// A text source, of which this libobs has none, and the sources for colours that OBS has. Draws nothing.
void register_sources();

void build();
/// Lets go of all scenes and sources, as OBS does when it leaves a scene collection.
void clear();

bool visible(const std::string &scene, const std::string &source);
/// The text of a source, as it was last told to show it.
std::string text(const std::string &source);

} // namespace stage
