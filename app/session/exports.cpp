// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/session/exports.h"

#include <chrono>
#include <thread>
#include <utility>

namespace switchyard {
namespace {

constexpr int kTurn = 2;  // milliseconds between two pieces

Result<void> write(const History& history, const RecordingHeader& header, const std::string& file) {
  if (!history.complete())
    return Error{
        "The run is longer than what is remembered: its beginning is gone, and a recording needs it.",
        "Record from the first event on: switchyard run FILE --record FILE.switchyard."};
  auto writer = RecordingWriter::create(file, header);
  if (!writer) return writer.error();
  history.each([&](const Event& event) { (*writer)->append(event); });
  return (*writer)->finish();
}

}  // namespace

RecordingExport::RecordingExport(History history, RecordingHeader header, QString file)
    : file_(std::move(file)) {
  const auto run = std::make_shared<History>(std::move(history));
  written_.begin(
      "The recording cannot be written",
      [run, header = std::move(header), path = file_.toStdString()] { return write(*run, header, path); });
}

Result<bool> RecordingExport::step() {
  if (!written_.ready()) return false;
  const auto written = written_.take();
  return written ? Result<bool>(true) : written.error();
}

Exports::Exports() {
  turns_.setInterval(kTurn);
  connect(&turns_, &QTimer::timeout, this, &Exports::step);
}

void Exports::add(std::unique_ptr<Export> one) {
  waiting_.push_back(std::move(one));
  turns_.start();
}

void Exports::finish() {
  for (; !waiting_.empty(); std::this_thread::sleep_for(std::chrono::milliseconds(kTurn))) step();
}

void Exports::step() {
  auto& first = *waiting_.front();
  const auto written = first.step();
  const auto file = first.file();
  if (written && !*written) {
    if (first.done() > 0) Q_EMIT progressed(file, first.done());
    return;
  }
  waiting_.pop_front();
  if (waiting_.empty()) turns_.stop();
  if (written)
    Q_EMIT this->written(file);
  else
    Q_EMIT failed(written.error());
}

}  // namespace switchyard
