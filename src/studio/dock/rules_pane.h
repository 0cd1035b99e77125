// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "rules/rename.h"
#include "studio/controls.h"
#include "studio/dock/fired_times.h"

#include <QWidget>

#include <cstddef>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>

class QAction;
class QTimer;
class QToolButton;
class QTreeWidgetItem;

namespace astro::studio::dock {

class DraggableRules;
class Steps;

/// All rules of the collection: switched on and off, in their order, when each fired last. Setting one up stays in the
/// dialog.
class RulesPane : public QWidget {
public:
    /// @param fired outlives this.
    /// Not all of it is there before `steps` are done.
    RulesPane(QWidget *parent, Steps &steps, const Controls &controls, const FiredTimes &fired);
    ~RulesPane() override;

    void show_rules();
    /// Another collection: what was deleted in this one is not brought back there.
    void forget();
    /// Something in OBS has another name.
    void renamed(const rules::Rename &rename);
    /// These rules fired again.
    void show_fired(const std::set<std::string> &fired);

protected:
    void showEvent(QShowEvent *event) override;
    void hideEvent(QHideEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    void make_actions();
    void make_buttons();
    void put_in_place();
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
    const FiredTimes &fired_;
    DraggableRules *list_;
    QToolButton *add_ = nullptr, *more_ = nullptr, *bring_back_ = nullptr;
    QAction *set_up_ = nullptr, *up_ = nullptr, *down_ = nullptr, *duplicate_ = nullptr, *remove_ = nullptr;
    std::optional<std::pair<std::size_t, rules::Rule>> removed_;
    std::map<std::string, std::string> problems_; ///< what is wrong with each rule, as far as it was looked at
    QTimer *new_theme_;                           ///< after one: how wide what is shown is
    QTimer *checks_;                              ///< while this is seen: a scene may go, or be there again
    int next_check_ = 0;                          ///< the row that is looked at next
    QTimer *more_rows_;                           ///< rules that are not shown as they are by now
    std::size_t next_rule_ = 0;                   ///< the first of them
    int next_row_ = 0;                            ///< its place in the list
    std::string chosen_before_;                   ///< the rule whose row is chosen once it is there
    bool showing_ = false;                        ///< the list is being filled: nobody has clicked
};

} // namespace astro::studio::dock
