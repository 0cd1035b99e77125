// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "rules/rename.h"
#include "studio/actions/target.h"
#include "studio/each_frame.h"

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace astro::studio {

/// What is hidden and shown again before OBS drew a frame was never hidden to it: media go on where they are, and do
/// not begin anew for the next alert of a queue. So what a batch has put back it shows again only frames later. UI
/// thread.
class LateWrites {
public:
    using Write = std::function<void(const Target &, const std::string &value)>;

    LateWrites(const UiThread &ui, Write write);

    void batch_begins() { put_back_.clear(); }
    void was_put_back(const Target &target) { put_back_.push_back(target); }
    /// Whether this batch has put it back.
    bool is_too_early_for(const Target &target) const;

    void add(const Target &target, const std::string &value);
    /// What it is still to be set to.
    std::optional<std::string> coming(const Target &target) const;
    /// Something else becomes of it.
    void drop(const Target &target);
    /// What is still to be set is set now.
    void finish();
    void renamed(const rules::Rename &rename);
    void clear();
    /// For good.
    void end();

private:
    struct Late {
        Target target;
        std::string value;
        int frames; ///< still to come
    };
    void frame_passed();
    void write_all(const std::vector<Late> &due) const;

    Write write_;
    std::vector<Target> put_back_;
    std::vector<Late> late_;
    EachFrame frames_;
};

} // namespace astro::studio
