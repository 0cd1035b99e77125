// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "support/instant.h"

#include <cstddef>
#include <set>

namespace astro {

/// Which alarms are out. One that was set can't be called back, so no second one is set for what an earlier or equal
/// one will see to.
class Alarms {
public:
    /// @return true when an alarm has to be set for this; it counts as out then, until rang().
    bool set(Deadline due)
    {
        if (!out_.empty() && *out_.begin() <= due)
            return false;
        out_.insert(due);
        return true;
    }

    void rang(Deadline due) { out_.erase(due); }
    std::size_t out() const { return out_.size(); }

private:
    std::set<Deadline> out_;
};

} // namespace astro
