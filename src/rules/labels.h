// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "rules/kept_values.h"
#include "rules/rule.h"
#include "rules/template.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace astro::rules {

/// Text sources that follow session values.
class Labels {
public:
    /// One that was there already is not shown anew: its source may show an alert's text just now.
    void set(const std::vector<Label> &labels)
    {
        std::vector<Shown> before = std::exchange(labels_, {});
        for (const Label &label : labels) {
            if (!label.unreadable.isNull() || label.source.empty())
                continue;
            const auto known = std::find_if(before.begin(), before.end(), [&](const Shown &one) {
                return one.source == label.source && one.written == label.text;
            });
            labels_.push_back({label.source, label.text, Template(label.text),
                               known == before.end() ? std::nullopt : std::move(known->shown)});
        }
    }

    /// All of them are shown anew: their sources are others now.
    void forget() { labels_.clear(); }

    /// @return the sources that are to show another text than before, and that text.
    std::vector<std::pair<std::string, std::string>> changed(const KeptValues &kept)
    {
        std::vector<std::pair<std::string, std::string>> texts;
        LateValues late;
        late.counter = [&kept](std::string_view name) { return kept.counter(name); };
        late.session = [&kept](std::string_view path) { return kept.session_value(path); };
        for (Shown &label : labels_) {
            std::string text = label.text.filled(events::Event()).finished(late);
            if (label.shown == text)
                continue;
            label.shown = text;
            texts.emplace_back(label.source, std::move(text));
        }
        return texts;
    }

    void rename(const Rename &renamed)
    {
        for (Shown &label : labels_)
            renamed.follow(label.source);
    }

private:
    struct Shown {
        std::string source;
        std::string written;
        Template text;
        std::optional<std::string> shown;
    };
    std::vector<Shown> labels_;
};

} // namespace astro::rules
