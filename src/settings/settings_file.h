// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "gateway/account.h"
#include "support/problem.h"

#include <json/value.h>

#include <filesystem>
#include <string>
#include <vector>

namespace astro::settings {

struct StoredAccount {
    gateway::Account account;
    /// Members that this version does not know or could not read, kept as they were. Not to be logged.
    Json::Value extra{Json::objectValue};
};

struct Settings {
    std::vector<StoredAccount> accounts;
    /// Accounts beyond gateway::most_accounts, as they are in the file: kept there behind the others.
    Json::Value left_out{Json::arrayValue};
    Json::Value extra{Json::objectValue};

    /// One account with nothing filled in yet.
    static Settings defaults();
    std::vector<gateway::Account> plain_accounts() const;
};

/// That there are accounts which are left out; nothing when there are none.
std::optional<Problem> too_many(const Settings &settings);

struct ReadSettings {
    Settings settings;
    std::vector<Problem> problems;
};

/// Reads settings.json. A missing file gives the defaults without a problem. One that does not parse, or is no
/// settings file, is renamed to settings.damaged-N.json (mode 0600) and the defaults are given with a problem that
/// names the kept file. One that can't be opened is left where it is. A member of the wrong type gets its default and a
/// problem, the rest is read; the original stays in `extra`, and in the file, until the member is set anew. An element
/// of `accounts` that is none is kept in the file's `unreadable_accounts`.
/// Comments are overlooked; a file that others can read is made its owner's alone, and what a writer that died left
/// beside it is removed.
/// More than gateway::most_accounts of them are reported and not used. So many problems are told of, and the number of
/// the rest.
/// Names of accounts are made unique and non-empty, tokens cleaned (text::clean_token), unknown token types reported.
ReadSettings read_settings(const std::filesystem::path &file);

/// Writes it whole or not at all, with mode 0600 where there are modes, and creates its folder. A file that is there
/// and could not be read is put aside like a damaged one, never written over.
/// @return nothing on success, else the problem (nothing was changed on disk).
std::vector<Problem> write_settings(const std::filesystem::path &file, const Settings &settings);

} // namespace astro::settings
