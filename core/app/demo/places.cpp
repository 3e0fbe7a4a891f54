// SPDX-License-Identifier: Apache-2.0
#include "core/app/demo/places.hpp"

#include <array>

namespace kith::app::demo {
namespace {

using namespace std::string_view_literals;

// Only numbers that the regulators set aside for films and books, so that no demonstration holds a real
// person's. A place without such numbers has none.

// NANPA (ATIS-0300115): 555-0100 to 555-0199 in every area code.
constexpr std::array kUnitedStatesPhones{
    PhoneRange{"+1212555", 4, 100, 100}, PhoneRange{"+1312555", 4, 100, 100},
    PhoneRange{"+1415555", 4, 100, 100}, PhoneRange{"+1206555", 4, 100, 100},
    PhoneRange{"+1617555", 4, 100, 100}, PhoneRange{"+1303555", 4, 100, 100},
    PhoneRange{"+1512555", 4, 100, 100}, PhoneRange{"+1503555", 4, 100, 100},
    PhoneRange{"+1702555", 4, 100, 100}, PhoneRange{"+1808555", 4, 100, 100},
};
// Ofcom, "Telephone numbers for use in TV and radio drama programmes".
constexpr std::array kBritainPhones{
    PhoneRange{"+44207946", 4, 0, 1000},
    PhoneRange{"+44161496", 4, 0, 1000},
    PhoneRange{"+44131496", 4, 0, 1000},
    PhoneRange{"+44113496", 4, 0, 1000},
};
// Arcep, national numbering plan: numbers for audiovisual works.
constexpr std::array kFrancePhones{
    PhoneRange{"+3319900", 4, 0, 10'000},
    PhoneRange{"+3326191", 4, 0, 10'000},
};
// Bundesnetzagentur, telephone numbers for film and media productions.
constexpr std::array kGermanyPhones{
    PhoneRange{"+493023125", 3, 0, 1000}, PhoneRange{"+498999998", 3, 0, 1000},
    PhoneRange{"+494066969", 3, 0, 1000}, PhoneRange{"+496990009", 3, 0, 1000},
    PhoneRange{"+492214710", 3, 0, 1000},
};
// PTS, telephone numbers for use in books and films.
constexpr std::array kSwedenPhones{
    PhoneRange{"+46701740", 3, 605, 95},
    PhoneRange{"+463139006", 2, 0, 100},
    PhoneRange{"+464062804", 2, 0, 100},
    PhoneRange{"+468465004", 2, 0, 100},
};

constexpr std::array kUnitedStatesTowns{"Chicago"sv, "Austin"sv, "Minneapolis"sv, "New Orleans"sv,
                                        "St. Louis"sv};
constexpr std::array kBritainTowns{"London"sv, "Leeds"sv, "Edinburgh"sv, "Bristol"sv, "Cardiff"sv};
constexpr std::array kEnglishFemale{Name{"Alice", "alice"},   Name{"Grace", "grace"},
                                    Name{"Hannah", "hannah"}, Name{"Olivia", "olivia"},
                                    Name{"Ruth", "ruth"},     Name{"Zoë", "zoe"}};
constexpr std::array kEnglishMale{Name{"Arthur", "arthur"}, Name{"Ben", "ben"},
                                  Name{"George", "george"}, Name{"Jack", "jack"},
                                  Name{"Samuel", "samuel"}, Name{"Thomas", "thomas"}};
constexpr std::array kEnglishLast{
    Name{"Baker", "baker"},       Name{"Clarke", "clarke"},  Name{"Hughes", "hughes"},
    Name{"Mitchell", "mitchell"}, Name{"O’Neill", "oneill"}, Name{"Parker", "parker"},
    Name{"Reid", "reid"},         Name{"Turner", "turner"},  Name{"Walsh", "walsh"}};
constexpr Names kEnglish{kEnglishFemale, kEnglishMale, kEnglishLast};

constexpr std::array kFranceTowns{"Lyon"sv, "Nantes"sv, "Besançon"sv, "Toulouse"sv, "Orléans"sv};
constexpr std::array kFrenchFemale{Name{"Chloé", "chloe"}, Name{"Éloïse", "eloise"},
                                   Name{"Juliette", "juliette"}, Name{"Manon", "manon"},
                                   Name{"Zélie", "zelie"}};
constexpr std::array kFrenchMale{Name{"Antoine", "antoine"}, Name{"Étienne", "etienne"},
                                 Name{"François", "francois"}, Name{"Hugo", "hugo"}, Name{"Loïc", "loic"}};
constexpr std::array kFrenchLast{
    Name{"Bernard", "bernard"}, Name{"Lefèvre", "lefevre"}, Name{"Moreau", "moreau"}, Name{"Petit", "petit"},
    Name{"Girard", "girard"},   Name{"Noël", "noel"},       Name{"Roux", "roux"}};
constexpr Names kFrench{kFrenchFemale, kFrenchMale, kFrenchLast};

constexpr std::array kGermanyTowns{"Berlin"sv, "München"sv, "Köln"sv, "Leipzig"sv, "Würzburg"sv};
constexpr std::array kGermanFemale{Name{"Änne", "aenne"}, Name{"Käthe", "kaethe"}, Name{"Lena", "lena"},
                                   Name{"Sabine", "sabine"}, Name{"Ulrike", "ulrike"}};
constexpr std::array kGermanMale{Name{"Björn", "bjoern"}, Name{"Felix", "felix"}, Name{"Götz", "goetz"},
                                 Name{"Jonas", "jonas"}, Name{"Matthias", "matthias"}};
constexpr std::array kGermanLast{
    Name{"Müller", "mueller"}, Name{"Schäfer", "schaefer"}, Name{"Weiß", "weiss"},  Name{"Krüger", "krueger"},
    Name{"Vogel", "vogel"},    Name{"Brandt", "brandt"},    Name{"König", "koenig"}};
constexpr Names kGerman{kGermanFemale, kGermanMale, kGermanLast};

constexpr std::array kSwedenTowns{"Göteborg"sv, "Malmö"sv, "Umeå"sv, "Örebro"sv, "Stockholm"sv};
constexpr std::array kSwedishFemale{Name{"Åsa", "asa"}, Name{"Elin", "elin"}, Name{"Karin", "karin"},
                                    Name{"Linnéa", "linnea"}, Name{"Märta", "marta"}};
constexpr std::array kSwedishMale{Name{"Björn", "bjorn"}, Name{"Göran", "goran"}, Name{"Lars", "lars"},
                                  Name{"Måns", "mans"}, Name{"Sven", "sven"}};
constexpr std::array kSwedishLast{Name{"Åkesson", "akesson"},     Name{"Bergström", "bergstrom"},
                                  Name{"Lindqvist", "lindqvist"}, Name{"Öberg", "oberg"},
                                  Name{"Sjögren", "sjogren"},     Name{"Wallin", "wallin"}};
constexpr Names kSwedish{kSwedishFemale, kSwedishMale, kSwedishLast};

constexpr std::array kUkraineTowns{"Київ"sv, "Львів"sv, "Харків"sv, "Одеса"sv, "Чернівці"sv};
constexpr std::array kUkrainianFemale{Name{"Олена", "olena"},  Name{"Оксана", "oksana"},
                                      Name{"Марія", "mariia"}, Name{"Соломія", "solomiia"},
                                      Name{"Ірина", "iryna"},  Name{"Юлія", "yuliia"}};
constexpr std::array kUkrainianMale{Name{"Андрій", "andrii"}, Name{"Богдан", "bohdan"},
                                    Name{"Дмитро", "dmytro"}, Name{"Олексій", "oleksii"},
                                    Name{"Тарас", "taras"},   Name{"Юрій", "yurii"}};
constexpr std::array kUkrainianLast{Name{"Шевченко", "shevchenko"}, Name{"Коваленко", "kovalenko"},
                                    Name{"Мельник", "melnyk"},      Name{"Поліщук", "polishchuk"},
                                    Name{"Гончар", "honchar"},      Name{"Лисенко", "lysenko"},
                                    Name{"Кравчук", "kravchuk"},    Name{"Мороз", "moroz"}};
constexpr Names kUkrainian{kUkrainianFemale, kUkrainianMale, kUkrainianLast};

constexpr std::array kPolandTowns{"Kraków"sv, "Łódź"sv, "Poznań"sv, "Gdańsk"sv, "Wrocław"sv};
constexpr std::array kPolishFemale{Name{"Agnieszka", "agnieszka"}, Name{"Bożena", "bozena"},
                                   Name{"Małgorzata", "malgorzata"}, Name{"Zofia", "zofia"},
                                   Name{"Żaneta", "zaneta"}};
constexpr std::array kPolishMale{Name{"Łukasz", "lukasz"}, Name{"Paweł", "pawel"}, Name{"Michał", "michal"},
                                 Name{"Piotr", "piotr"}, Name{"Wojciech", "wojciech"}};
constexpr std::array kPolishLast{Name{"Nowak", "nowak"}, Name{"Wójcik", "wojcik"}, Name{"Woźniak", "wozniak"},
                                 Name{"Zając", "zajac"}, Name{"Wróbel", "wrobel"}, Name{"Stępień", "stepien"},
                                 Name{"Mazur", "mazur"}};
constexpr Names kPolish{kPolishFemale, kPolishMale, kPolishLast};

constexpr std::array kJapanTowns{"京都市"sv, "札幌市"sv, "横浜市"sv, "福岡市"sv};
constexpr std::array kJapaneseFemale{Name{"陽子", "yoko"}, Name{"さくら", "sakura"}, Name{"美咲", "misaki"},
                                     Name{"葵", "aoi"}};
constexpr std::array kJapaneseMale{Name{"大輔", "daisuke"}, Name{"健太", "kenta"}, Name{"翔", "sho"},
                                   Name{"拓也", "takuya"}};
constexpr std::array kJapaneseLast{Name{"佐藤", "sato"},      Name{"鈴木", "suzuki"},
                                   Name{"高橋", "takahashi"}, Name{"渡辺", "watanabe"},
                                   Name{"山本", "yamamoto"},  Name{"小林", "kobayashi"}};
constexpr Names kJapanese{kJapaneseFemale, kJapaneseMale, kJapaneseLast};

constexpr std::array kEgyptTowns{"القاهرة"sv, "الإسكندرية"sv, "الأقصر"sv, "أسوان"sv};
constexpr std::array kArabicFemale{Name{"فاطمة", "fatma"}, Name{"ليلى", "layla"}, Name{"مريم", "maryam"},
                                   Name{"نور", "nour"}};
constexpr std::array kArabicMale{Name{"أحمد", "ahmed"}, Name{"خالد", "khaled"}, Name{"محمود", "mahmoud"},
                                 Name{"يوسف", "youssef"}};
constexpr std::array kArabicLast{Name{"حسن", "hassan"}, Name{"منصور", "mansour"}, Name{"النجار", "elnaggar"},
                                 Name{"فؤاد", "fouad"}, Name{"سالم", "salem"}};
constexpr Names kArabic{kArabicFemale, kArabicMale, kArabicLast};

constexpr std::array kIndiaTowns{"जयपुर"sv, "लखनऊ"sv, "भोपाल"sv, "वाराणसी"sv};
constexpr std::array kHindiFemale{Name{"अनन्या", "ananya"}, Name{"दीपिका", "deepika"}, Name{"मीरा", "meera"},
                                  Name{"प्रिया", "priya"}};
constexpr std::array kHindiMale{Name{"अर्जुन", "arjun"}, Name{"राहुल", "rahul"}, Name{"संजय", "sanjay"},
                                Name{"विक्रम", "vikram"}};
constexpr std::array kHindiLast{Name{"शर्मा", "sharma"}, Name{"गुप्ता", "gupta"}, Name{"वर्मा", "verma"},
                                Name{"मिश्रा", "mishra"}, Name{"जोशी", "joshi"}};
constexpr Names kHindi{kHindiFemale, kHindiMale, kHindiLast};

constexpr std::array kGeorgiaTowns{"თბილისი"sv, "ბათუმი"sv, "ქუთაისი"sv};
constexpr std::array kGeorgianFemale{Name{"ნინო", "nino"}, Name{"მარიამი", "mariami"},
                                     Name{"ეკატერინე", "ekaterine"}, Name{"თამარი", "tamari"}};
constexpr std::array kGeorgianMale{Name{"გიორგი", "giorgi"}, Name{"დავითი", "daviti"},
                                   Name{"ლევანი", "levani"}, Name{"ირაკლი", "irakli"}};
constexpr std::array kGeorgianLast{Name{"ბერიძე", "beridze"}, Name{"კაპანაძე", "kapanadze"},
                                   Name{"გელაშვილი", "gelashvili"}, Name{"მაისურაძე", "maisuradze"}};
constexpr Names kGeorgian{kGeorgianFemale, kGeorgianMale, kGeorgianLast};

constexpr std::array kPlaces{
    Place{"en", "GB", "Europe/London", kBritainTowns, kEnglish, kBritainPhones},
    Place{"de", "DE", "Europe/Berlin", kGermanyTowns, kGerman, kGermanyPhones},
    Place{"fr", "FR", "Europe/Paris", kFranceTowns, kFrench, kFrancePhones},
    Place{"uk", "UA", "Europe/Kyiv", kUkraineTowns, kUkrainian, {}},
    Place{"en", "US", "America/Chicago", kUnitedStatesTowns, kEnglish, kUnitedStatesPhones},
    Place{"sv", "SE", "Europe/Stockholm", kSwedenTowns, kSwedish, kSwedenPhones},
    Place{"pl", "PL", "Europe/Warsaw", kPolandTowns, kPolish, {}},
    Place{"ja", "JP", "Asia/Tokyo", kJapanTowns, kJapanese, {}},
    Place{"ar", "EG", "Africa/Cairo", kEgyptTowns, kArabic, {}},
    Place{"hi", "IN", "Asia/Kolkata", kIndiaTowns, kHindi, {}},
    Place{"ka", "GE", "Asia/Tbilisi", kGeorgiaTowns, kGeorgian, {}},
};

}  // namespace

std::span<const Place> places() noexcept {
    return kPlaces;
}

std::optional<std::string> phoneNumber(const Place& place, unsigned slot) {
    for (const auto& range : place.phones) {
        if (slot >= range.count) {
            slot -= range.count;
            continue;
        }
        auto number = std::to_string(range.first + slot);
        number.insert(0, range.digits - number.size(), '0');
        return std::string(range.prefix) + number;
    }
    return std::nullopt;
}

}  // namespace kith::app::demo
