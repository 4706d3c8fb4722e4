// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/theme/theme.h"

namespace switchyard {
namespace {

QColor rgb(unsigned value) {
  return QColor::fromRgb(value);
}

constexpr std::array kOkabeIto{0x0072B2U, 0xD98200U, 0x009E73U, 0xC9659BU,
                               0x3FA3DDU, 0xD55E00U, 0xA89A00U, 0x6B7280U};
constexpr std::array kOkabeItoInk{0x005F96U, 0x8F5300U, 0x00704FU, 0xA23C75U,
                                  0x1B6A9CU, 0xA94A00U, 0x6B6200U, 0x565D6AU};
constexpr std::array kOkabeItoLight{0x4BA3E3U, 0xF0A830U, 0x35C79AU, 0xE391BEU,
                                    0x86CBF2U, 0xF58A45U, 0xE5D94AU, 0xA7B0BDU};

std::array<QColor, 8> colours(const std::array<unsigned, 8>& values) {
  std::array<QColor, 8> result;
  for (std::size_t i = 0; i < values.size(); ++i) result[i] = rgb(values[i]);
  return result;
}

Theme light() {
  Theme theme;
  theme.name = Theme::Name::light;
  theme.window = rgb(0xF6F7F9);
  theme.card = rgb(0xFFFFFF);
  theme.line = rgb(0xD9DEE5);
  theme.ink = rgb(0x17202B);
  theme.quiet = rgb(0x55616F);
  theme.faint = rgb(0x626D7C);
  theme.accent = rgb(0x2456C6);
  theme.on_accent = rgb(0xFFFFFF);
  theme.good = rgb(0x16744B);
  theme.bad = rgb(0xB93629);
  theme.warn = rgb(0x8A5A10);
  theme.canvas = rgb(0xFBFCFD);
  theme.sunken = rgb(0xEEF2F7);
  theme.servers = colours(kOkabeIto);
  theme.server_inks = colours(kOkabeItoInk);
  return theme;
}

Theme dark() {
  Theme theme;
  theme.name = Theme::Name::dark;
  theme.window = rgb(0x12161C);
  theme.card = rgb(0x1A2029);
  theme.line = rgb(0x2C3542);
  theme.ink = rgb(0xEDF1F6);
  theme.quiet = rgb(0x9FACBC);
  theme.faint = rgb(0x93A0B0);
  theme.accent = rgb(0x7AA5FF);
  theme.on_accent = rgb(0x0B1220);
  theme.good = rgb(0x4CC38A);
  theme.bad = rgb(0xFF7B72);
  theme.warn = rgb(0xE3B341);
  theme.canvas = rgb(0x141A21);
  theme.sunken = rgb(0x232B36);
  theme.servers = colours(kOkabeItoLight);
  theme.server_inks = colours(kOkabeItoLight);
  return theme;
}

Theme projector() {
  Theme theme = light();
  theme.name = Theme::Name::projector;
  theme.window = theme.card = theme.canvas = rgb(0xFFFFFF);
  theme.line = rgb(0x8A94A1);
  theme.ink = rgb(0x000000);
  theme.quiet = rgb(0x2B333D);
  theme.faint = rgb(0x3D4651);
  theme.accent = rgb(0x143F9E);
  theme.line_scale = 1.6;
  theme.type_scale = 1.2;
  return theme;
}

Theme print() {
  Theme theme = light();
  theme.name = Theme::Name::print;
  theme.window = theme.card = theme.canvas = rgb(0xFFFFFF);
  theme.line = rgb(0xAEB6C0);
  theme.ink = rgb(0x000000);
  return theme;
}

struct Word {
  Theme::Name name;
  const char16_t* word;
};
constexpr Word kWords[] = {{Theme::Name::light, u"light"},
                           {Theme::Name::dark, u"dark"},
                           {Theme::Name::projector, u"projector"},
                           {Theme::Name::print, u"print"}};

}  // namespace

const Theme& Theme::of(Name name) {
  static const std::array themes{light(), dark(), projector(), print()};
  return themes[static_cast<std::size_t>(name)];
}

std::optional<Theme::Name> Theme::named(const QString& word) {
  for (const auto& known : kWords)
    if (word == QStringView(known.word)) return known.name;
  return std::nullopt;
}

QString Theme::wordFor(Name name) {
  return QString::fromUtf16(kWords[static_cast<std::size_t>(name)].word);
}

QString Theme::letter(int place) {
  const QString letter(QChar(u'A' + place % 26));
  return place < 26 ? letter : letter + QString::number(place / 26);
}

QFont Theme::text(Size size, QFont::Weight weight) const {
  QFont font(QStringLiteral("Inter"));
  font.setPixelSize(qRound(static_cast<int>(size) * type_scale));
  font.setWeight(weight);
  return font;
}

QFont Theme::mono(Size size) const {
  QFont font(QStringLiteral("JetBrains Mono"));
  font.setPixelSize(qRound(static_cast<int>(size) * type_scale));
  return font;
}

}  // namespace switchyard
