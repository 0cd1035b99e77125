// SPDX-License-Identifier: GPL-2.0-or-later
// Actions on what text sources show.
#include "studio/actions/family.h"
#include "studio/actions/lookup.h"
#include "studio/actions/text_lines.h"

#include <cstddef>

namespace astro::studio {
namespace {

std::optional<std::string> read_text(const Tools &, const Target &target)
{
    const OBSSourceAutoRelease source = lookup::source(target.source);
    if (!source)
        return std::nullopt;
    const OBSDataAutoRelease settings = obs_source_get_settings(source);
    return obs_data_get_string(settings, "text");
}

bool write_text(const Tools &, const Target &target, const std::string &value)
{
    const OBSDataAutoRelease change = obs_data_create();
    obs_data_set_string(change, "text", value.c_str());
    return lookup::update(target.source, change);
}

Target text_of(const Doing &doing)
{
    return {"source_text", {}, doing.text("source"), {}};
}

std::optional<Problem> change_text(Doing &doing, const std::string &text)
{
    const Target target = text_of(doing);
    if (doing.change(target, text))
        return std::nullopt;
    return Problem{"Problem.NoSource", {target.source}};
}

std::optional<Problem> set_text(Doing &doing)
{
    return change_text(doing, doing.text("text"));
}

std::optional<Problem> append_text(Doing &doing)
{
    const auto lines = static_cast<std::size_t>(doing.action().number("lines"));
    return change_text(doing, with_line(doing.read(text_of(doing)).value_or(""), doing.text("text"), lines));
}

} // namespace

const ActionFamily &text_actions()
{
    static const ActionFamily family{{{"set_text", set_text}, {"append_text", append_text}},
                                     {{"source_text", read_text, write_text}}};
    return family;
}

} // namespace astro::studio
