// SPDX-License-Identifier: GPL-2.0-or-later
#include "studio/rename_watch.h"

#include "studio/guarded.h"

#include <optional>
#include <utility>

namespace astro::studio {
namespace {

/// What OBS's signal tells. Nothing when no rule can name it.
std::optional<rules::Rename> rename_told_by(calldata_t *data)
{
    const char *from = calldata_string(data, "prev_name");
    const char *to = calldata_string(data, "new_name");
    auto *const source = static_cast<obs_source_t *>(calldata_ptr(data, "source"));
    if (!from || !to || !source)
        return std::nullopt;
    switch (obs_source_get_type(source)) {
    case OBS_SOURCE_TYPE_INPUT:
    case OBS_SOURCE_TYPE_SCENE:
        return rules::Rename(from, to);
    case OBS_SOURCE_TYPE_FILTER:
        // A filter is named by its source, whose name is another source's to bear.
        if (obs_source_t *const holder = obs_filter_get_parent(source))
            return rules::Rename::of_filter(obs_source_get_name(holder), from, to);
        return std::nullopt;
    case OBS_SOURCE_TYPE_TRANSITION:
        break;
    }
    return std::nullopt;
}

bool is_filter(calldata_t *data)
{
    auto *const source = static_cast<obs_source_t *>(calldata_ptr(data, "source"));
    return source && obs_source_get_type(source) == OBS_SOURCE_TYPE_FILTER;
}

} // namespace

RenameWatch::RenameWatch(Renamed renamed) : renamed_(std::move(renamed))
{
    signal_handler_connect(obs_get_signal_handler(), "source_rename", on_source_renamed, this);
    signal_handler_connect(obs_get_signal_handler(), "source_create", on_source_made, this);
}

void RenameWatch::end()
{
    if (std::exchange(ended_, true))
        return;
    signal_handler_disconnect(obs_get_signal_handler(), "source_create", on_source_made, this);
    signal_handler_disconnect(obs_get_signal_handler(), "source_rename", on_source_renamed, this);
    const auto let_go = [](void *self, obs_source_t *source) {
        signal_handler_t *const its = obs_source_get_signal_handler(source);
        signal_handler_disconnect(its, "filter_add", on_filter_added, self);
        signal_handler_disconnect(its, "rename", on_renamed, self);
        return true;
    };
    obs_enum_all_sources(let_go, this); // filters, too
}

void RenameWatch::on_source_made(void *self, calldata_t *data)
{
    auto *const source = static_cast<obs_source_t *>(calldata_ptr(data, "source"));
    signal_handler_connect(obs_source_get_signal_handler(source), "filter_add", on_filter_added, self);
}

void RenameWatch::on_filter_added(void *self, calldata_t *data)
{
    auto *const filter = static_cast<obs_source_t *>(calldata_ptr(data, "filter"));
    signal_handler_connect(obs_source_get_signal_handler(filter), "rename", on_renamed, self);
}

void RenameWatch::on_source_renamed(void *self, calldata_t *data)
{
    if (!is_filter(data)) // which tells of itself
        on_renamed(self, data);
}

void RenameWatch::on_renamed(void *self, calldata_t *data)
{
    guarded("a rename", [&] {
        if (auto rename = rename_told_by(data))
            static_cast<RenameWatch *>(self)->renamed_(std::move(*rename));
    });
}

} // namespace astro::studio
