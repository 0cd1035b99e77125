// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "studio/plugin_test.h"

namespace studio_test {

/// With a script of OBS's own that is loaded with the collection.
class WithScript : public PluginTest {
protected:
    void start_with(const std::filesystem::path &script, const Json::Value &with_rules)
    {
        SceneCollection collection = scenes("Stage");
        collection.module("obs-astro", with_rules);
        Json::Value scripts(Json::arrayValue); // as OBS keeps what is in its window of scripts
        scripts.append(object({{"path", script.string()}, {"settings", Json::objectValue}}));
        collection.module("scripts-tool", scripts);
        home_ = std::make_unique<ObsHome>(collection);
        home_->add(scenes("Elsewhere"));
        home_->install({OBS_ASTRO_MODULE, OBS_ASTRO_DATA});
        home_->write_settings(settings(account(gateway_.url(), gateway_.ca_file().string())));
        start_again();
    }

    TempFolder folder_;
};

} // namespace studio_test
