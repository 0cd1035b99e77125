// SPDX-License-Identifier: GPL-2.0-or-later
#include "studio/dock/rules_pane.h"

#include "rules/ready_rules.h"
#include "studio/dock/open.h"
#include "studio/dock/qt_text.h"
#include "studio/dock/rule_exchange_dialogs.h"
#include "studio/event_text.h"
#include "studio/rule_summary.h"
#include "support/unique_names.h"

#include <QAction>
#include <QDropEvent>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QStyle>
#include <QTimer>
#include <QToolButton>
#include <QTreeWidget>
#include <QVBoxLayout>

#include <algorithm>
#include <chrono>
#include <functional>
#include <iterator>

namespace astro::studio::dock {

/// Rows that are moved by dragging, and never into each other.
class RulesPane::List : public QTreeWidget {
public:
    std::function<void()> moved;

protected:
    void dropEvent(QDropEvent *event) override
    {
        QTreeWidget::dropEvent(event);
        moved();
    }
};

namespace {

constexpr int name_role = Qt::UserRole;
constexpr int between_checks = 250; // ms
constexpr std::chrono::microseconds most_checking{500};

QToolButton *button(const char *label)
{
    auto *made = new QToolButton;
    made->setText(words(label));
    made->setAccessibleName(words(label));
    made->setFocusPolicy(Qt::StrongFocus);
    return made;
}

/// Its keys are for where the list has the keyboard, and are told in the menu.
QAction *action(const char *label, QObject *owner)
{
    auto *made = new QAction(words(label), owner);
    made->setShortcutContext(Qt::WidgetShortcut);
    made->setShortcutVisibleInContextMenu(true);
    return made;
}

std::vector<std::string> names_of(const rules::RuleSet &set)
{
    std::vector<std::string> names;
    for (const rules::Rule &rule : set.rules)
        names.push_back(rule.name);
    return names;
}

std::vector<rules::Rule>::iterator place_of(rules::RuleSet &set, const std::string &name)
{
    return std::find_if(set.rules.begin(), set.rules.end(),
                        [&](const rules::Rule &rule) { return rule.name == name && rule.unreadable.isNull(); });
}

} // namespace

RulesPane::RulesPane(const Controls &controls)
    : controls_(controls),
      list_(new List),
      add_(button("Dock.Add")),
      more_(button("Dock.More")),
      bring_back_(button("Dock.BringBack")),
      set_up_(action("Dock.SetUp", this)),
      up_(action("Dock.MoveUp", this)),
      down_(action("Dock.MoveDown", this)),
      duplicate_(action("Dock.Duplicate", this)),
      remove_(action("Dock.Delete", this)),
      checks_(new QTimer(this))
{
    list_->setColumnCount(2);
    list_->setHeaderLabels({words("Dock.Rule"), words("Dock.LastFired")});
    list_->header()->setStretchLastSection(false);
    list_->header()->setSectionResizeMode(0, QHeaderView::Stretch);
    list_->header()->setSectionResizeMode(1, QHeaderView::ResizeToContents);
    list_->setRootIsDecorated(false);
    list_->setAlternatingRowColors(true);
    list_->setDragDropMode(QAbstractItemView::InternalMove);
    list_->setAccessibleName(words("Dock.Rules"));
    list_->moved = [this] { reorder(); };

    auto *ready = new QMenu(this);
    const auto offer = [this, ready](const char *label, std::function<rules::Rule()> make) {
        connect(ready->addAction(words(label)), &QAction::triggered, this,
                [this, make = std::move(make)] { add_rule(make()); });
    };
    offer("Dock.Add.Empty", [] { return rules::Rule(); });
    for (const rules::ReadyRule &one : rules::ready_rules()) {
        const std::string key = "Ready." + std::string(one.word);
        offer(key.c_str(), [&one, key] { return made_of(one, text(key.c_str()), text((key + ".Text").c_str())); });
    }
    add_->setMenu(ready);
    add_->setPopupMode(QToolButton::InstantPopup);

    // More buttons would not fit into a dock that is as narrow as it may be, least of all in German.
    set_up_->setShortcuts({QKeySequence(Qt::Key_Return), QKeySequence(Qt::Key_Enter)});
    up_->setShortcut(QKeySequence("Alt+Up"));
    down_->setShortcut(QKeySequence("Alt+Down"));
    remove_->setShortcut(QKeySequence::Delete);
    list_->addActions({set_up_, up_, down_, duplicate_, remove_});
    list_->setContextMenuPolicy(Qt::CustomContextMenu);
    connect(list_, &QTreeWidget::customContextMenuRequested, this, [this](const QPoint &at) {
        auto *menu = new QMenu(this);
        menu->addActions(list_->actions());
        show_menu(menu, list_->viewport()->mapToGlobal(at));
    });
    auto *more = new QMenu(this);
    more->addActions(list_->actions());
    more->addSeparator();
    connect(more->addAction(words("Dock.Import")), &QAction::triggered, this,
            [this] { import_rules(this, controls_); });
    connect(more->addAction(words("Dock.Export")), &QAction::triggered, this,
            [this] { export_rules(this, controls_); });
    more_->setMenu(more);
    more_->setPopupMode(QToolButton::InstantPopup);

    auto *buttons = new QHBoxLayout;
    buttons->addWidget(add_);
    buttons->addWidget(more_);
    buttons->addStretch(1);
    bring_back_->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
    auto *all = new QVBoxLayout(this);
    all->setContentsMargins(0, 0, 0, 0);
    all->addWidget(list_, 1);
    all->addWidget(bring_back_);
    all->addLayout(buttons);

    connect(set_up_, &QAction::triggered, this, [this] { open_settings(controls_, chosen(), ""); });
    connect(up_, &QAction::triggered, this, [this] { move(-1); });
    connect(down_, &QAction::triggered, this, [this] { move(1); });
    connect(duplicate_, &QAction::triggered, this, [this] { duplicate(); });
    connect(remove_, &QAction::triggered, this, [this] { remove(); });
    connect(bring_back_, &QToolButton::clicked, this, [this] { bring_back(); });
    connect(checks_, &QTimer::timeout, this, [this] { check_some(); });
    connect(list_, &QTreeWidget::currentItemChanged, this, [this] { enable_buttons(); });
    connect(list_, &QTreeWidget::itemDoubleClicked, set_up_, &QAction::trigger);
    connect(list_, &QTreeWidget::itemChanged, this, [this](QTreeWidgetItem *item, int column) {
        if (showing_ || column != 0)
            return;
        const std::string name = item->data(0, name_role).toString().toStdString();
        const bool enabled = item->checkState(0) == Qt::Checked;
        controls_.change_rules([&](rules::RuleSet &set) {
            const auto rule = place_of(set, name);
            return rule != set.rules.end() && std::exchange(rule->enabled, enabled) != enabled;
        });
    });
    show_rules();
}

std::string RulesPane::chosen() const
{
    const QTreeWidgetItem *item = list_->currentItem();
    return item ? item->data(0, name_role).toString().toStdString() : std::string();
}

void RulesPane::show_rules()
{
    const std::string before = chosen();
    showing_ = true;
    list_->clear();
    for (const rules::Rule &rule : controls_.rules().rules) {
        if (!rule.unreadable.isNull())
            continue;
        QTreeWidgetItem *const row = add_row(rule);
        if (rule.name == before)
            list_->setCurrentItem(row);
    }
    showing_ = false;
    enable_buttons();
}

QTreeWidgetItem *RulesPane::add_row(const rules::Rule &rule)
{
    const auto fired = fired_.find(rule.name);
    auto *row = new QTreeWidgetItem(list_, {shown(rule.name + "\n" + rule_summary(rule, texts())),
                                            shown(fired == fired_.end() ? "" : fired->second)});
    row->setFlags((row->flags() | Qt::ItemIsUserCheckable | Qt::ItemIsDragEnabled) & ~Qt::ItemIsDropEnabled);
    row->setCheckState(0, rule.enabled ? Qt::Checked : Qt::Unchecked);
    row->setData(0, name_role, shown(rule.name));
    tell_problems(row, problems_[rule.name]);
    return row;
}

void RulesPane::tell_problems(QTreeWidgetItem *row, const std::string &problems)
{
    const QString all = row->text(0) + shown(problems);
    row->setToolTip(0, all);
    row->setData(0, Qt::AccessibleTextRole, all);
    row->setIcon(0, problems.empty() ? QIcon() : style()->standardIcon(QStyle::SP_MessageBoxWarning));
}

/// Goes on with the rows where it ended the time before.
void RulesPane::check_some()
{
    const int rows = list_->topLevelItemCount();
    const auto end = std::chrono::steady_clock::now() + most_checking;
    showing_ = true;
    for (int i = 0; i < rows && std::chrono::steady_clock::now() < end; ++i) {
        next_check_ = next_check_ < rows ? next_check_ : 0;
        QTreeWidgetItem *const row = list_->topLevelItem(next_check_++);
        const rules::Rule *const rule = find_rule(controls_.rules(), row->data(0, name_role).toString().toStdString());
        if (!rule)
            continue;
        std::string now;
        for (const std::string &problem : controls_.problems(*rule))
            now += "\n" + problem;
        if (std::string &before = problems_[rule->name]; before != now) {
            before = std::move(now);
            tell_problems(row, before);
        }
    }
    showing_ = false;
}

void RulesPane::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    check_some();
    checks_->start(between_checks);
}

void RulesPane::hideEvent(QHideEvent *event)
{
    checks_->stop();
    QWidget::hideEvent(event);
}

void RulesPane::forget()
{
    fired_.clear();
    problems_.clear();
    removed_.reset();
    enable_buttons();
}

void RulesPane::note_fired(const std::set<std::string> &fired)
{
    const std::string now = time_of_day(std::chrono::system_clock::now());
    for (const std::string &rule : fired)
        fired_[rule] = now;
    showing_ = true;
    for (int i = 0; i < list_->topLevelItemCount(); ++i) {
        QTreeWidgetItem *const row = list_->topLevelItem(i);
        if (fired.count(row->data(0, name_role).toString().toStdString()) == 0)
            continue;
        // Even the same text anew would have all columns measured.
        if (const QString text = shown(now); row->text(1) != text)
            row->setText(1, text);
    }
    showing_ = false;
}

void RulesPane::add_rule(rules::Rule rule)
{
    std::string name;
    controls_.change_rules([&](rules::RuleSet &set) {
        set.rules.push_back(rule);
        if (rule.name.empty())
            set.rules.back().name = text("Rule.NewName");
        set.rules.back().name = unique_names(names_of(set), {}).back();
        name = set.rules.back().name;
        return true;
    });
    open_settings(controls_, name, "");
}

void RulesPane::duplicate()
{
    const std::string name = chosen();
    controls_.change_rules([&](rules::RuleSet &set) {
        const auto rule = place_of(set, name);
        if (rule == set.rules.end())
            return false;
        const auto place = static_cast<std::size_t>(rule - set.rules.begin()) + 1;
        set.rules.insert(rule + 1, rules::Rule(*rule));
        set.rules[place].name = unique_names(names_of(set), {})[place];
        return true;
    });
}

void RulesPane::remove()
{
    const std::string name = chosen();
    controls_.change_rules([&](rules::RuleSet &set) {
        const auto rule = place_of(set, name);
        if (rule == set.rules.end())
            return false;
        removed_ = std::pair(static_cast<std::size_t>(rule - set.rules.begin()), *rule);
        set.rules.erase(rule);
        return true;
    });
    enable_buttons();
}

void RulesPane::bring_back()
{
    if (!removed_)
        return;
    const auto [place, rule] = *std::exchange(removed_, std::nullopt);
    controls_.change_rules([place = place, rule = rule](rules::RuleSet &set) {
        const std::size_t here = std::min(place, set.rules.size());
        set.rules.insert(set.rules.begin() + static_cast<std::ptrdiff_t>(here), rule);
        set.rules[here].name = unique_names(names_of(set), {})[here];
        return true;
    });
    enable_buttons();
}

/// Changes places with the one before or behind it that the list shows.
void RulesPane::move(int by)
{
    const std::string name = chosen();
    controls_.change_rules([&](rules::RuleSet &set) {
        const auto rule = place_of(set, name);
        if (rule == set.rules.end())
            return false;
        const auto readable = [](const rules::Rule &other) { return other.unreadable.isNull(); };
        const auto other = by > 0 ? std::find_if(rule + 1, set.rules.end(), readable)
                                  : std::find_if(std::make_reverse_iterator(rule), set.rules.rend(), readable).base();
        if (other == (by > 0 ? set.rules.end() : set.rules.begin()))
            return false;
        std::iter_swap(rule, by > 0 ? other : other - 1);
        return true;
    });
}

void RulesPane::reorder()
{
    std::vector<std::string> order;
    order.reserve(static_cast<std::size_t>(list_->topLevelItemCount()));
    for (int i = 0; i < list_->topLevelItemCount(); ++i)
        order.push_back(list_->topLevelItem(i)->data(0, name_role).toString().toStdString());
    controls_.change_rules([&](rules::RuleSet &set) {
        const auto place = [&](const rules::Rule &rule) { return std::find(order.begin(), order.end(), rule.name); };
        std::stable_sort(set.rules.begin(), set.rules.end(),
                         [&](const auto &a, const auto &b) { return place(a) < place(b); });
        return true;
    });
}

void RulesPane::enable_buttons()
{
    const int row = list_->indexOfTopLevelItem(list_->currentItem());
    for (QAction *one : {set_up_, duplicate_, remove_})
        one->setEnabled(row >= 0);
    up_->setEnabled(row > 0);
    down_->setEnabled(row >= 0 && row + 1 < list_->topLevelItemCount());
    bring_back_->setVisible(removed_.has_value());
}

} // namespace astro::studio::dock
