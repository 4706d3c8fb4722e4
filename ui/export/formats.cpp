// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/export/formats.h"

#include <QBuffer>
#include <QHashFunctions>
#include <QPageSize>
#include <QPainter>
#include <QPdfWriter>
#include <QSvgGenerator>
#include <QUuid>

#include <algorithm>

namespace switchyard {
namespace {

constexpr int kDotsPerInch = 96;  // so that a pixel of the picture is a pixel of the window

/// QPdfWriter writes the wall clock into each file; the same picture must be the same bytes. The places of
/// objects in the file stay as they are.
void stopTheClock(QByteArray& pdf) {
  const QByteArray key = "/CreationDate (";
  const auto at = pdf.indexOf(key);
  if (at < 0) return;
  const auto begin = at + key.size();
  const auto end = pdf.indexOf(')', begin);
  const QByteArray none = QByteArray("D:20000101000000Z").leftJustified(end - begin, ' ', true);
  pdf.replace(begin, end - begin, none);
}

/// Since Qt 6.8 it numbers each file at random, too.
void number(QPdfWriter& writer) {
#if QT_VERSION >= QT_VERSION_CHECK(6, 8, 0)
  writer.setDocumentId(QUuid::createUuidV5(QUuid(), writer.title()));
#else
  Q_UNUSED(writer);
#endif
}

/// The PDF engine writes its fonts in the order of a QHash, which is another one in each process.
struct SameHashes {
  SameHashes() { QHashSeed::setDeterministicGlobalSeed(); }
  ~SameHashes() { QHashSeed::resetRandomGlobalSeed(); }
};

/// Text stays text; fonts are named, not embedded.
QByteArray svg(Part& part, const Metadata& metadata) {
  QBuffer bytes;
  bytes.open(QIODevice::WriteOnly);
  QSvgGenerator generator;
  generator.setOutputDevice(&bytes);
  generator.setResolution(kDotsPerInch);
  generator.setSize(part.size().toSize());
  generator.setViewBox(QRectF(QPointF(), part.size()));
  generator.setTitle(metadata.title);
  generator.setDescription(metadata.instant + QStringLiteral(" · ") + metadata.program);
  QPainter painter(&generator);
  part.paint(painter);
  painter.end();
  return bytes.data();
}

/// One page of the picture's size, fonts embedded.
QByteArray pdf(Part& part, const Metadata& metadata) {
  const SameHashes same_hashes;
  QBuffer bytes;
  bytes.open(QIODevice::WriteOnly);
  QPdfWriter writer(&bytes);
  writer.setResolution(kDotsPerInch);
  writer.setPageSize(
      QPageSize(part.size() * 72.0 / kDotsPerInch, QPageSize::Point, QString(), QPageSize::ExactMatch));
  writer.setPageMargins({});
  writer.setTitle(metadata.title + QStringLiteral(" · ") + metadata.instant);
  writer.setCreator(metadata.program);
  number(writer);
  QPainter painter(&writer);
  part.paint(painter);
  painter.end();
  auto content = bytes.data();
  stopTheClock(content);
  return content;
}

}  // namespace

Metadata metadataOf(const World& world, std::int64_t time, const QString& title) {
  const double seconds = static_cast<double>(std::max<std::int64_t>(0, time - world.began())) / 1e9;
  return {title, QStringLiteral("%1 s after the start").arg(seconds, 0, 'f', 3),
          QStringLiteral("Switchyard " SWITCHYARD_VERSION)};
}

QImage imageOf(Part& part, double scale, QImage::Format format, const QColor& ground) {
  QImage image((part.size() * scale).toSize(), format);
  image.fill(ground);
  image.setDevicePixelRatio(scale);
  QPainter painter(&image);
  part.paint(painter);
  return image;
}

Drawing::Drawing(Part& part, const QString& ending, double scale, const Metadata& metadata) {
  if (ending == QLatin1String("svg")) {
    content_ = svg(part, metadata);
  } else if (ending == QLatin1String("pdf")) {
    content_ = pdf(part, metadata);
  } else {
    image_ = imageOf(part, scale, QImage::Format_ARGB32_Premultiplied, Qt::transparent);
    image_.setText(QStringLiteral("Title"), metadata.title);
    image_.setText(QStringLiteral("Comment"), metadata.instant);
    image_.setText(QStringLiteral("Software"), metadata.program);
  }
}

QByteArray Drawing::content() const {
  if (image_.isNull()) return content_;
  QBuffer bytes;
  bytes.open(QIODevice::WriteOnly);
  image_.save(&bytes, "PNG");
  return bytes.data();
}

}  // namespace switchyard
