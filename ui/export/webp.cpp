// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/export/webp.h"

#include <QXmlStreamWriter>

#include <webp/encode.h>
#include <webp/mux.h>

namespace switchyard {
namespace {

constexpr int kEffort = 1;  // of 9: a teacher waits for it

/// What tells one picture from another (XMP part 1, section 7: properties of Dublin Core and XMP basic).
QByteArray xmp(const Metadata& metadata) {
  const auto rdf = QStringLiteral("http://www.w3.org/1999/02/22-rdf-syntax-ns#");
  const auto dc = QStringLiteral("http://purl.org/dc/elements/1.1/");
  QByteArray text;
  QXmlStreamWriter xml(&text);
  const auto alternative = [&](const QString& name, const QString& words) {
    xml.writeStartElement(dc, name);
    xml.writeStartElement(rdf, QStringLiteral("Alt"));
    xml.writeStartElement(rdf, QStringLiteral("li"));
    xml.writeAttribute(QStringLiteral("xml:lang"), QStringLiteral("x-default"));
    xml.writeCharacters(words);
    for (int i = 0; i < 3; ++i) xml.writeEndElement();
  };
  xml.writeNamespace(QStringLiteral("adobe:ns:meta/"), QStringLiteral("x"));
  xml.writeStartElement(QStringLiteral("adobe:ns:meta/"), QStringLiteral("xmpmeta"));
  xml.writeNamespace(rdf, QStringLiteral("rdf"));
  xml.writeStartElement(rdf, QStringLiteral("RDF"));
  xml.writeNamespace(dc, QStringLiteral("dc"));
  xml.writeNamespace(QStringLiteral("http://ns.adobe.com/xap/1.0/"), QStringLiteral("xmp"));
  xml.writeStartElement(rdf, QStringLiteral("Description"));
  xml.writeAttribute(rdf, QStringLiteral("about"), {});
  xml.writeAttribute(QStringLiteral("http://ns.adobe.com/xap/1.0/"), QStringLiteral("CreatorTool"),
                     metadata.program);
  alternative(QStringLiteral("title"), metadata.title);
  alternative(QStringLiteral("description"), metadata.instant);
  xml.writeEndDocument();
  return text;
}

WebPData view(const QByteArray& bytes) {
  return {reinterpret_cast<const std::uint8_t*>(bytes.constData()), static_cast<std::size_t>(bytes.size())};
}

/// What the library has allocated.
struct Bytes {
  WebPData data{};
  ~Bytes() { WebPDataClear(&data); }
};

QByteArray withMetadata(const WebPData& animation, const Metadata& metadata) {
  const std::unique_ptr<WebPMux, void (*)(WebPMux*)> mux(WebPMuxCreate(&animation, 0), WebPMuxDelete);
  const auto text = xmp(metadata);
  const auto chunk = view(text);
  Bytes whole;
  if (!mux || WebPMuxSetChunk(mux.get(), "XMP ", &chunk, 0) != WEBP_MUX_OK ||
      WebPMuxAssemble(mux.get(), &whole.data) != WEBP_MUX_OK)
    return {};
  return {reinterpret_cast<const char*>(whole.data.bytes), static_cast<qsizetype>(whole.data.size)};
}

}  // namespace

void WebpAnimation::Close::operator()(WebPAnimEncoder* encoder) const {
  WebPAnimEncoderDelete(encoder);
}

WebpAnimation::WebpAnimation(QSize size) {
  WebPAnimEncoderOptions options;
  if (WebPAnimEncoderOptionsInit(&options))
    encoder_.reset(WebPAnimEncoderNew(size.width(), size.height(), &options));
}

WebpAnimation::~WebpAnimation() = default;

bool WebpAnimation::add(const QImage& frame, int time) {
  WebPConfig config;
  WebPPicture picture;
  if (!encoder_ || !WebPConfigInit(&config) || !WebPConfigLosslessPreset(&config, kEffort) ||
      !WebPPictureInit(&picture))
    return false;
  const auto pixels = frame.convertToFormat(QImage::Format_RGB32);  // blue, green, red, unused
  picture.use_argb = 1;
  picture.width = pixels.width();
  picture.height = pixels.height();
  const bool added =
      WebPPictureImportBGRX(&picture, pixels.constBits(), static_cast<int>(pixels.bytesPerLine())) &&
      WebPAnimEncoderAdd(encoder_.get(), &picture, time, &config);
  WebPPictureFree(&picture);
  return added;
}

QByteArray WebpAnimation::finish(int time, const Metadata& metadata) {
  Bytes animation;
  if (!encoder_ || !WebPAnimEncoderAdd(encoder_.get(), nullptr, time, nullptr) ||
      !WebPAnimEncoderAssemble(encoder_.get(), &animation.data))
    return {};
  return withMetadata(animation.data, metadata);
}

}  // namespace switchyard
