// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <gtest/gtest.h>

#include <ostream>
#include <string>

/// For parameterized tests whose rows are structs with a `name`. Both are to be brought into the rows' own namespace
/// with `using`, where GoogleTest looks for the second.
namespace named_rows {

template <typename Row>
std::string name_of(const testing::TestParamInfo<Row> &row)
{
    return row.param.name;
}

/// The name stands for the row in the tests' output, not the row's bytes.
template <typename Row>
auto operator<<(std::ostream &out, const Row &row) -> decltype(out << row.name)
{
    return out << row.name;
}

} // namespace named_rows
