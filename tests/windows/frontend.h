// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <obs-frontend-api.h>

#include <string>
#include <vector>

/// What the host of the tests has to do with the DLL that stands for OBS's frontend, beside OBS's own calls. UI thread.
namespace frontend {

/// Tells all who want to know.
void happen(obs_frontend_event event);
/// Lets all put what they keep into `modules`, or take it out.
void save(obs_data_t *modules);
void load(obs_data_t *modules);

/// The profile's settings, in this file (UTF-8), until close_profile(). @return false where it can't be opened
bool open_profile(const std::string &file);
void close_profile();

/// What is on air; null for nothing, which lets go of it.
void put_on_air(obs_source_t *scene);

/// Entries of the menu "Tools", and choosing one.
std::vector<std::string> menu();
void choose(const std::string &entry);

/// How often obs_frontend_save() was called, and of which source the properties were last opened; "" for none.
int saves();
std::string opened();

} // namespace frontend
