/// Small standard vocabularies.
enum CodeWords {
  static let colors = WordList(
    """
    Amber Aqua Azure Beige Black Blue Bronze Brown Coral Crimson Cyan Gold Gray Green Indigo Ivory
    Khaki Lavender Lime Magenta Maroon Mint Navy Ochre Olive Orange Orchid Peach Pink Plum Purple
    Red Rose Rust Salmon Sand Sienna Silver Tan Teal Turquoise Violet White Yellow
    """)

  static let currencyCodes = WordList(
    """
    AED ARS AUD BDT BGN BRL CAD CHF CLP CNY COP CZK DKK EGP EUR GBP HKD HUF IDR ILS INR ISK JPY
    KES KRW MAD MXN MYR NGN NOK NZD PEN PHP PKR PLN QAR RON SAR SEK SGD THB TND TRY TWD UAH USD
    UYU VND ZAR
    """)

  static let currencyNames = WordList(
    """
    Australian dollar,Baht,Brazilian real,Bulgarian lev,Canadian dollar,Chilean peso,Czech koruna
    Danish krone,Dong,Egyptian pound,Euro,Forint,Hryvnia,Indian rupee,Kenyan shilling,Leu
    Malaysian ringgit,Mexican peso,Naira,New Zealand dollar,Norwegian krone,Pakistan rupee,Peso
    Pound sterling,Rand,Riyal,Rupiah,Shekel,Singapore dollar,Sol,Swedish krona,Swiss franc,Taka
    Turkish lira,US dollar,Won,Yen,Yuan,Zloty
    """, separator: ",")

  static let languageNames = WordList(
    """
    Arabic Bengali Bulgarian Catalan Chinese Croatian Czech Danish Dutch English Estonian Finnish
    French German Greek Hebrew Hindi Hungarian Icelandic Indonesian Irish Italian Japanese Korean
    Latvian Lithuanian Malay Norwegian Persian Polish Portuguese Romanian Russian Slovak Slovenian
    Spanish Swahili Swedish Tamil Thai Turkish Ukrainian Urdu Vietnamese
    """)

  static let languageCodes = WordList(
    """
    ar bn bg ca zh hr cs da nl en et fi fr de el he hi hu is id ga it ja ko lv lt ms no fa pl pt
    ro ru sk sl es sw sv ta th tr uk ur vi
    """)

  static let months = WordList(
    "January February March April May June July August September October November December")

  static let weekdays = WordList("Monday Tuesday Wednesday Thursday Friday Saturday Sunday")

  static let fileEndings = WordList(
    "bmp csv doc flac gif html jpg json mov mp3 pdf png txt wav xml")

  static let mimeTypes = WordList(
    """
    application/json application/pdf application/xml application/zip audio/flac audio/mpeg
    audio/ogg font/woff2 image/gif image/jpeg image/png image/svg+xml image/webp text/css text/csv
    text/html text/plain video/mp4 video/mpeg video/webm
    """)

  static let platforms = WordList(
    """
    Macintosh; Intel Mac OS X 10_15_7
    Windows NT 10.0; Win64; x64
    X11; Linux x86_64
    X11; Fedora; Linux x86_64
    Linux; Android 10; K
    X11; CrOS x86_64 14541.0.0
    """, separator: "\n")
}
