// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/control/selection.h"

#include <QAbstractTableModel>
#include <QString>

#include <cstdint>
#include <vector>

namespace switchyard {

/// The rows of a table about Things: what each cell says and how it is meant. RowsView shows them.
class RowsModel : public QAbstractTableModel {
  Q_OBJECT

 public:
  enum class Tone : std::uint8_t { plain, quiet, faint, good, bad, warn };

  struct Cell {
    QString text;
    Tone tone = Tone::plain;
    int place = -1;     ///< a server: its place, for its colour and letter
    QString help = {};  ///< what does not fit in the cell
  };

  struct Column {
    QString title;
    QString widest;          ///< a text for which there must be room
    bool mono = false;       ///< addresses
    bool number = false;     ///< to the right
    bool stretches = false;  ///< takes what is left, gives what is missing
  };

  using QAbstractTableModel::QAbstractTableModel;

  /// Copies what the World says at `time`.
  virtual void refresh(std::int64_t time) = 0;
  virtual QString caption() const = 0;  ///< about all rows, in a few words
  virtual const std::vector<Column>& columns() const = 0;
  virtual Cell cell(int row, int column) const = 0;
  virtual Thing thing(int row) const = 0;
  virtual bool ghost(int row) const = 0;  ///< drawn paler: it is over
  int rowOf(const Thing& thing) const;    ///< -1: it has none

  int columnCount(const QModelIndex& parent = {}) const final;
  QVariant data(const QModelIndex& index, int role) const final;
  QVariant headerData(int section, Qt::Orientation orientation, int role) const final;
};

}  // namespace switchyard
