// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "rules/rename.h"
#include "studio/controls.h"

#include <QWidget>

#include <cstddef>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

class QAction;
class QTimer;
class QToolButton;
class QTreeWidgetItem;

namespace astro::studio::dock {

class DraggableRules;

/// All rules of the collection: switched on and off, in their order, when each fired last. Setting one up stays in the
/// dialog.
class RulesPane : public QWidget {
public:
    explicit RulesPane(const Controls &controls);
    ~RulesPane() override;

    void show_rules();
    /// Another collection: its rules have not fired, and what was deleted in this one is not brought back there.
    void forget();
    /// Something in OBS has another name.
    void renamed(const rules::Rename &rename);
    /// These rules fired just now.
    void note_fired(const std::set<std::string> &fired);

protected:
    void showEvent(QShowEvent *event) override;
    void hideEvent(QHideEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    void follow_renames();
    void show_some();
    void show_row(int place, const rules::Rule &rule);
    void check_some();
    void fit_times();
    void tell_problems(QTreeWidgetItem *row, const std::string &problems);
    void add_rule(const std::string &word);
    void duplicate();
    void remove();
    void move(int by);
    void bring_back();
    void reorder();
    void enable_buttons();
    std::string chosen() const;

    const Controls &controls_;
    DraggableRules *list_;
    QToolButton *add_, *more_, *bring_back_;
    QAction *set_up_, *up_, *down_, *duplicate_, *remove_;
    std::map<std::string, std::string> fired_; ///< when each rule fired last
    std::vector<rules::Rule> rules_;           ///< the readable ones, as the names in `fired_` know them
    std::optional<std::pair<std::size_t, rules::Rule>> removed_;
    std::map<std::string, std::string> problems_; ///< what is wrong with each rule, as far as it was looked at
    QTimer *checks_;                              ///< while this is seen: a scene may go, or be there again
    int next_check_ = 0;                          ///< the row that is looked at next
    QTimer *more_rows_;                           ///< rules that are not shown as they are by now
    std::size_t next_rule_ = 0;                   ///< the first of them
    int next_row_ = 0;                            ///< its place in the list
    std::string chosen_before_;                   ///< the rule whose row is chosen once it is there
    bool showing_ = false;                        ///< the list is being filled: nobody has clicked
};

} // namespace astro::studio::dock
