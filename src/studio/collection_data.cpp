// SPDX-License-Identifier: GPL-2.0-or-later
#include "studio/collection_data.h"

#include <array>
#include <string_view>

namespace astro::studio {
namespace {

constexpr const char *module_name = "obs-astro";
constexpr const char *pending_member = "pending";

struct KindWord {
    Target::Kind kind;
    std::string_view word;
};
constexpr std::array<KindWord, 3> kind_words = {{
    {Target::Kind::program_scene, "program_scene"},
    {Target::Kind::item_visible, "item_visible"},
    {Target::Kind::source_text, "source_text"},
}};

OBSDataAutoRelease write_put_back(const PutBack &back)
{
    OBSDataAutoRelease data = obs_data_create();
    for (const KindWord &word : kind_words) {
        if (word.kind == back.target.kind)
            obs_data_set_string(data, "target", word.word.data());
    }
    obs_data_set_string(data, "scene", back.target.scene.c_str());
    obs_data_set_string(data, "source", back.target.source.c_str());
    obs_data_set_string(data, "expected", back.expected.c_str());
    obs_data_set_string(data, "value", back.value.c_str());
    return data;
}

void read_put_back(obs_data_t *data, std::vector<PutBack> &all)
{
    const std::string_view target = obs_data_get_string(data, "target");
    for (const KindWord &word : kind_words) {
        if (word.word == target)
            all.push_back({{word.kind, obs_data_get_string(data, "scene"), obs_data_get_string(data, "source")},
                           obs_data_get_string(data, "expected"),
                           obs_data_get_string(data, "value")});
    }
}

} // namespace

CollectionData read_collection(obs_data_t *modules)
{
    CollectionData read;
    const OBSDataAutoRelease ours = obs_data_get_obj(modules, module_name);
    if (!ours) {
        read.rules = rules::read_rules("");
        return read;
    }
    const OBSDataArrayAutoRelease pending = obs_data_get_array(ours, pending_member);
    const std::size_t count = pending ? obs_data_array_count(pending) : 0;
    for (std::size_t i = 0; i < count; ++i) {
        const OBSDataAutoRelease one = obs_data_array_item(pending, i);
        read_put_back(one, read.left_over);
    }
    obs_data_erase(ours, pending_member); // ours alone: no part of the rules
    const char *document = obs_data_get_json(ours);
    read.rules = rules::read_rules(document ? document : "");
    return read;
}

void write_collection(obs_data_t *modules, const rules::RuleSet &rules, const std::vector<PutBack> &pending)
{
    const OBSDataAutoRelease ours = obs_data_create_from_json(rules::write_rules(rules).c_str());
    if (!pending.empty()) {
        const OBSDataArrayAutoRelease array = obs_data_array_create();
        for (const PutBack &back : pending)
            obs_data_array_push_back(array, write_put_back(back));
        obs_data_set_array(ours, pending_member, array);
    }
    obs_data_set_obj(modules, module_name, ours);
}

} // namespace astro::studio
