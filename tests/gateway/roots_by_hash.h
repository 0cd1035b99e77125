// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "harness/machine.h"
#include "harness/temp_folder.h"

/// While this lives, the system keeps its roots in this folder: as Debian and others do, a file for each, named by its
/// hash. There are a hundred that nobody asks for.
class RootsByHash {
public:
    RootsByHash()
    {
        for (int i = 0; i < 100; ++i)
            harness::write_file(path() / (std::to_string(10000000 + i) + ".0"), "not asked for");
        harness::set_variable(variable, path().string());
        harness::set_variable("SSL_CERT_FILE", std::nullopt); // it would come first
    }
    ~RootsByHash() { harness::set_variable(variable, std::nullopt); }
    RootsByHash(const RootsByHash &) = delete;
    RootsByHash &operator=(const RootsByHash &) = delete;

    const std::filesystem::path &path() const { return folder_.path(); }

private:
    static constexpr const char *variable = "SSL_CERT_DIR";
    harness::TempFolder folder_;
};
