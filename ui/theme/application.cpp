// SPDX-License-Identifier: GPL-3.0-or-later
// The theme as Qt's own widgets show it: palette, font and style sheet.
#include "ui/theme/theme.h"

#include <QApplication>
#include <QFontDatabase>
#include <QPalette>
#include <QWidget>

#include <cassert>

namespace switchyard {
namespace {

// %1 … are filled in by styleSheet(), in this order:
// 1 window, 2 card, 3 line, 4 ink, 5 quiet, 6 accent, 7 on_accent, 8 sunken, 9 small type
constexpr const char16_t* kStyleSheet =
    uR"(
QWidget { font-family: Inter; font-size: %9px; }
QToolTip { background: %2; color: %4; border: 1px solid %3; padding: 4px 6px; }
QMainWindow, QDialog { background: %1; }
QPushButton, QToolButton, QComboBox {
  background: %2; color: %4; border: 1px solid %3; border-radius: 6px; padding: 0 12px; min-height: 30px; font-weight: 500; }
QPushButton:hover, QToolButton:hover, QComboBox:hover { border-color: %6; }
QPushButton:pressed, QToolButton:pressed { background: %8; }
QPushButton:focus, QToolButton:focus, QComboBox:focus { border: 2px solid %6; padding: 0 11px; min-height: 28px; }
QPushButton:disabled, QToolButton:disabled, QComboBox:disabled { color: %5; background: %8; }
QPushButton[accent="true"] { background: %6; color: %7; border-color: %6; font-weight: 600; }
QPushButton[accent="true"]:hover { border-color: %4; }
QToolButton::menu-indicator, QPushButton::menu-indicator { image: none; width: 0; }
QComboBox { padding-right: 26px; }
QComboBox::drop-down { border: 0; width: 24px; }
QComboBox::down-arrow { image: url(:/icons/chevron.svg); width: 12px; height: 12px; }
QComboBox QAbstractItemView { background: %2; color: %4; border: 1px solid %3; selection-background-color: %8;
  selection-color: %4; outline: 0; }
QLineEdit, QSpinBox, QDoubleSpinBox { background: %2; color: %4; border: 1px solid %3; border-radius: 6px; padding: 4px 8px;
  selection-background-color: %6; selection-color: %7; }
QLineEdit:focus, QSpinBox:focus, QDoubleSpinBox:focus { border: 2px solid %6; padding: 3px 7px; }
QMenu { background: %2; color: %4; border: 1px solid %3; padding: 4px; }
QMenu::item { padding: 6px 22px 6px 14px; border-radius: 4px; }
QMenu::item:selected { background: %8; }
QMenu::item:disabled { color: %5; }
QMenu::separator { height: 1px; background: %3; margin: 4px 8px; }
QTableView { background: %2; alternate-background-color: %8; color: %4; border: 0; gridline-color: transparent;
  selection-background-color: %8; selection-color: %4; outline: 0; }
QHeaderView { background: %2; border: 0; }
QHeaderView::section { background: %2; color: %5; border: 0; padding: 2px 6px; font-size: 11px; font-weight: 600; }
QTabBar { background: transparent; }
QTabBar::tab { background: transparent; color: %5; border: 0; padding: 4px 2px; margin-right: 16px; font-weight: 600; }
QTabBar::tab:selected { color: %4; border-bottom: 2px solid %6; }
QTabBar::tab:focus { color: %6; }
QScrollBar:vertical { background: transparent; width: 10px; margin: 0; }
QScrollBar::handle:vertical { background: %3; border-radius: 4px; min-height: 24px; margin: 1px; }
QScrollBar:horizontal { background: transparent; height: 10px; margin: 0; }
QScrollBar::handle:horizontal { background: %3; border-radius: 4px; min-width: 24px; margin: 1px; }
QScrollBar::add-line, QScrollBar::sub-line, QScrollBar::add-page, QScrollBar::sub-page { background: none; border: 0;
  width: 0; height: 0; }
QSplitter::handle { background: transparent; }
)";

QString styleSheet(const Theme& theme) {
  auto sheet = QString::fromUtf16(kStyleSheet);
  const QColor colours[] = {theme.window, theme.card,   theme.line,      theme.ink,
                            theme.quiet,  theme.accent, theme.on_accent, theme.sunken};
  int place = 1;
  for (const auto& colour : colours)
    sheet.replace(QLatin1Char('%') + QString::number(place++), colour.name());
  return sheet.replace(QStringLiteral("%9"), QString::number(theme.text(Theme::Size::small).pixelSize()));
}

QPalette palette(const Theme& theme) {
  QPalette palette;
  palette.setColor(QPalette::Window, theme.window);
  palette.setColor(QPalette::WindowText, theme.ink);
  palette.setColor(QPalette::Base, theme.card);
  palette.setColor(QPalette::AlternateBase, theme.sunken);
  palette.setColor(QPalette::Text, theme.ink);
  palette.setColor(QPalette::PlaceholderText, theme.quiet);
  palette.setColor(QPalette::Button, theme.card);
  palette.setColor(QPalette::ButtonText, theme.ink);
  palette.setColor(QPalette::ToolTipBase, theme.card);
  palette.setColor(QPalette::ToolTipText, theme.ink);
  palette.setColor(QPalette::Highlight, theme.accent);
  palette.setColor(QPalette::HighlightedText, theme.on_accent);
  palette.setColor(QPalette::Link, theme.accent);
  palette.setColor(QPalette::Disabled, QPalette::ButtonText, theme.quiet);
  palette.setColor(QPalette::Disabled, QPalette::Text, theme.quiet);
  return palette;
}

}  // namespace

bool loadFonts() {
  for (const auto* file : {u"Inter-Regular.otf", u"Inter-Medium.otf", u"Inter-SemiBold.otf",
                           u"Inter-Bold.otf", u"JetBrainsMono-Regular.ttf", u"JetBrainsMono-Medium.ttf"})
    if (QFontDatabase::addApplicationFont(QStringLiteral(":/fonts/") + QString::fromUtf16(file)) < 0)
      return false;
  return true;
}

void applyTheme(QApplication& application, const Theme& theme) {
  [[maybe_unused]] static const auto* fusion =
      QApplication::setStyle(QStringLiteral("Fusion"));  // once: it polishes every widget
  assert(fusion != nullptr);
  QApplication::setPalette(palette(theme));
  const auto font = theme.text(Theme::Size::small);
  if (QApplication::font() != font) QApplication::setFont(font);
  application.setStyleSheet(styleSheet(theme));
}

void styleLike(QWidget& widget, const Theme& theme) {
  const auto colours = palette(theme);
  widget.setStyleSheet(styleSheet(theme));
  widget.setPalette(colours);
  // Under a style sheet, children do not take their parent's palette.
  for (auto* child : widget.findChildren<QWidget*>()) child->setPalette(colours);
}

}  // namespace switchyard
