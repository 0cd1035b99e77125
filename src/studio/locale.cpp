// SPDX-License-Identifier: GPL-2.0-or-later
#include "studio/locale.h"

#include <obs-module.h>

namespace astro::studio {

const Texts &texts()
{
    static const Texts of_obs(obs_module_text);
    return of_obs;
}

std::string text(const char *key, const std::vector<std::string> &args)
{
    return texts()(key, args);
}

std::string text(const Problem &problem)
{
    return texts()(problem.key, problem.args);
}

std::string label_of_topic(const std::string &topic)
{
    const std::string key = "Topic." + topic;
    const std::string label = text(key.c_str());
    return label == key ? topic : text("Topic.Labelled", {label, topic});
}

} // namespace astro::studio
