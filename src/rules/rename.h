// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <string>
#include <utility>

namespace astro::rules {

/// Something that rules name got another name: in OBS, or a rule, a queue or an account in our dialog.
struct Rename {
    enum class Of { source, filter, rule, queue, account };

    /// Of a scene or a source.
    Rename(std::string old_name, std::string new_name) : from(std::move(old_name)), to(std::move(new_name)) {}
    /// Of a filter on the source or scene `holder`. Another source may have one of the same name.
    static Rename of_filter(std::string holder, std::string old_name, std::string new_name)
    {
        Rename rename(std::move(old_name), std::move(new_name));
        rename.of = Of::filter;
        rename.holder = std::move(holder);
        return rename;
    }
    /// Of one of ours.
    static Rename of_our(Of what, std::string old_name, std::string new_name)
    {
        Rename rename(std::move(old_name), std::move(new_name));
        rename.of = what;
        return rename;
    }

    /// Gives `name` the new one if it is the old one. @return whether it was.
    bool follow(std::string &name) const
    {
        if (name != from)
            return false;
        name = to;
        return true;
    }

    Of of = Of::source;
    std::string from, to;
    std::string holder; ///< of a filter
};

} // namespace astro::rules
