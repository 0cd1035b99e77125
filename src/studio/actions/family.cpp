// SPDX-License-Identifier: GPL-2.0-or-later
#include "studio/actions/family.h"

#include "studio/actions/late_writes.h"

#include <array>
#include <cstddef>
#include <unordered_map>

namespace astro::studio {
namespace {

/// In the order of rules::Family.
constexpr std::array families = {scene_actions, item_actions,  filter_actions, text_actions, source_actions,
                                 audio_actions, media_actions, output_actions, other_actions};

template <typename Row>
using Index = std::unordered_map<std::string_view, const Row *>;

template <typename Row>
Index<Row> index_of(const std::vector<Row> ActionFamily::*rows)
{
    Index<Row> index;
    for (const auto family : families) {
        for (const Row &row : family().*rows)
            index.emplace(row.word, &row);
    }
    return index;
}

template <typename Row>
const Row *find(const Index<Row> &index, std::string_view word)
{
    const auto found = index.find(word);
    return found == index.end() ? nullptr : found->second;
}

} // namespace

const ActionFamily &family_actions(rules::Family family)
{
    return families.at(static_cast<std::size_t>(family))();
}

const ActionFunction *find_action_function(std::string_view word)
{
    static const auto index = index_of(&ActionFamily::actions);
    return find(index, word);
}

const TargetKind *find_target_kind(std::string_view word)
{
    static const auto index = index_of(&ActionFamily::targets);
    return find(index, word);
}

std::optional<std::string> read(const Tools &tools, const Target &target)
{
    const TargetKind *kind = find_target_kind(target.kind);
    auto stands = kind ? kind->read(tools, target) : std::nullopt;
    return stands ? tools.late.coming(target).value_or(*stands) : stands;
}

bool write(const Tools &tools, const Target &target, const std::string &value)
{
    const TargetKind *kind = find_target_kind(target.kind);
    return kind && kind->write(tools, target, value);
}

bool set(const Tools &tools, const Target &target, const std::string &current, const std::string &value)
{
    if (tools.late.coming(target) && same(target, current, value))
        return true;
    tools.late.drop(target);
    const TargetKind *kind = find_target_kind(target.kind);
    const bool needs_frame = kind && kind->needs_frame_before && kind->needs_frame_before(value);
    if (!needs_frame || !tools.late.is_too_early_for(target) || same(target, current, value))
        return write(tools, target, value);
    tools.late.add(target, value);
    return true;
}

bool same(const Target &target, const std::string &a, const std::string &b)
{
    const TargetKind *kind = find_target_kind(target.kind);
    return kind ? kind->same(a, b) : a == b;
}

std::string way_back(const PutBack &back)
{
    const TargetKind *kind = find_target_kind(back.target.kind);
    return kind ? kind->way_back(back.expected, back.value) : back.value;
}

std::optional<std::string> Doing::read(const Target &target) const
{
    return studio::read(tools_, target);
}

bool Doing::change(const Target &target, const std::string &value)
{
    const auto current = studio::read(tools_, target);
    if (!current || !set(tools_, target, *current, value))
        return false;
    if (command_.action.is_held())
        ledger_.hold(command_.id, target, *current, value);
    else
        ledger_.keep(target);
    return true;
}

} // namespace astro::studio
