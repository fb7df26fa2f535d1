/// Parts of addresses.
enum PlaceWords {
  static let cityStems = WordList(
    """
    Alder Amber Apple Ash Aspen Beacon Beech Birch Bright Brook Cedar Chester Clay Clear Clover
    Copper Crystal Dover Eagle East Edge Elm Fair Falcon Fern Fox Glen Gold Granite Green Grove
    Harbor Hazel Heron High Holly Iron Juniper Kings Lake Lark Laurel Lime Long Maple Marble
    Meadow Mill Moss New North Oak Old Orchard Pine Port Quarry Raven Red River Rose Salt Sand
    Silver South Spring Stone Summer Sun Swan Thorn Valley Walnut West White Willow Wind Winter
    """)

  static let cityEndings = WordList(
    """
    bank bay borough bridge brook burg bury cliff crest dale field ford gate grove ham haven hill
    hurst lake land lea mere mont mouth point port ridge shire side stead stone ton vale view
    ville water well wick wood worth
    """)

  static let streetStems = WordList(
    """
    Acorn Alder Apple Ash Aspen Baker Beech Bell Birch Bridge Brook Canal Castle Cedar Chapel
    Cherry Chestnut Church Circle Clover College Cooper Copper Court Cypress Dairy Depot Dogwood
    Eagle Elm Fern Field First Forest Fountain Fourth Garden Gate Grange Grove Harbor Hawthorn
    Hazel Heather Hickory High Hill Holly Ivy Juniper King Lake Lantern Larch Laurel Library Lilac
    Linden Lower Magnolia Main Maple Market Meadow Mill Mulberry North Oak Old Olive Orchard Park
    Pine Poplar Prospect Quarry Queen Railway Ridge River Rose School Second Shore South Spring
    Spruce Station Stone Summit Sunset Sycamore Third Upper Valley Vine Walnut Water West Willow
    """)

  static let streetEndings = WordList(
    "Avenue Boulevard Circle Close Court Drive Lane Parkway Path Place Road Row Square Street Way")

  static let states = WordList(
    """
    Alabama,Alaska,Arizona,Arkansas,California,Colorado,Connecticut,Delaware,Florida,Georgia
    Hawaii,Idaho,Illinois,Indiana,Iowa,Kansas,Kentucky,Louisiana,Maine,Maryland,Massachusetts
    Michigan,Minnesota,Mississippi,Missouri,Montana,Nebraska,Nevada,New Hampshire,New Jersey
    New Mexico,New York,North Carolina,North Dakota,Ohio,Oklahoma,Oregon,Pennsylvania,Rhode Island
    South Carolina,South Dakota,Tennessee,Texas,Utah,Vermont,Virginia,Washington,West Virginia
    Wisconsin,Wyoming
    """, separator: ",")

  /// In the order of `states`.
  static let stateCodes = WordList(
    """
    AL AK AZ AR CA CO CT DE FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV NH NJ NM
    NY NC ND OH OK OR PA RI SC SD TN TX UT VT VA WA WV WI WY
    """)

  static let countries = WordList(
    """
    Argentina,Australia,Austria,Belgium,Bolivia,Brazil,Bulgaria,Canada,Chile,China,Colombia
    Costa Rica,Croatia,Cyprus,Czechia,Denmark,Ecuador,Egypt,Estonia,Ethiopia,Fiji,Finland,France
    Germany,Ghana,Greece,Hungary,Iceland,India,Indonesia,Ireland,Israel,Italy,Jamaica,Japan,Jordan
    Kenya,Latvia,Lithuania,Luxembourg,Malaysia,Malta,Mexico,Morocco,Nepal,Netherlands,New Zealand
    Nigeria,Norway,Pakistan,Panama,Peru,Philippines,Poland,Portugal,Romania,Senegal,Singapore
    Slovakia,Slovenia,South Africa,South Korea,Spain,Sri Lanka,Sweden,Switzerland,Thailand,Tunisia
    Turkey,Uganda,Ukraine,United Kingdom,United States,Uruguay,Vietnam,Zambia
    """, separator: ",")

  /// In the order of `countries`.
  static let countryCodes = WordList(
    """
    AR AU AT BE BO BR BG CA CL CN CO
    CR HR CY CZ DK EC EG EE ET FJ FI FR
    DE GH GR HU IS IN ID IE IL IT JM JP JO
    KE LV LT LU MY MT MX MA NP NL NZ
    NG NO PK PA PE PH PL PT RO SN SG
    SK SI ZA KR ES LK SE CH TH TN
    TR UG UA GB US UY VN ZM
    """)

  /// In the order of `countries`.
  static let callingCodes = WordList(
    """
    54 61 43 32 591 55 359 1 56 86 57
    506 385 357 420 45 593 20 372 251 679 358 33
    49 233 30 36 354 91 62 353 972 39 1 81 962
    254 371 370 352 60 356 52 212 977 31 64
    234 47 92 507 51 63 48 351 40 221 65
    421 386 27 82 34 94 46 41 66 216
    90 256 380 44 1 598 84 260
    """)

  static let timeZones = WordList(
    """
    Africa/Cairo Africa/Lagos Africa/Nairobi America/Bogota America/Chicago America/Denver
    America/Lima America/Los_Angeles America/New_York America/Sao_Paulo America/Toronto
    Asia/Bangkok Asia/Dhaka Asia/Dubai Asia/Jakarta Asia/Karachi Asia/Kolkata Asia/Manila
    Asia/Seoul Asia/Shanghai Asia/Singapore Asia/Tokyo Australia/Perth Australia/Sydney
    Europe/Athens Europe/Berlin Europe/Lisbon Europe/London Europe/Madrid Europe/Oslo Europe/Paris
    Europe/Prague Europe/Rome Europe/Warsaw Europe/Zurich Pacific/Auckland Pacific/Honolulu
    """)
}
