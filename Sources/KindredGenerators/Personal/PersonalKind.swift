/// The personal fields that are known, named as in Faker.
enum PersonalKind: String, CaseIterable {
  // People
  case name, firstName = "first_name", lastName = "last_name", prefix, suffix, gender
  case email, userName = "user_name", password, dateOfBirth = "date_of_birth"
  // Places
  case address, streetAddress = "street_address", streetName = "street_name"
  case buildingNumber = "building_number", secondaryAddress = "secondary_address"
  case city, state, stateAbbreviation = "state_abbr", postcode
  case country, countryCode = "country_code", latitude, longitude, coordinates = "latlng"
  case timeZone = "timezone"
  // Numbers that are given to people
  case phoneNumber = "phone_number", callingCode = "country_calling_code", ssn, ein
  case passportNumber = "passport_number", licensePlate = "license_plate", vin
  // Money
  case cardNumber = "credit_card_number", cardProvider = "credit_card_provider"
  case cardExpiry = "credit_card_expire", cardCode = "credit_card_security_code"
  case iban, bban, swift8, swift11, currencyCode = "currency_code", currencyName = "currency_name"
  case isbn13, ean13
  // Networks
  case url, domainName = "domain_name", domainWord = "domain_word", ipv4 = "ipv4_address"
  case ipv6 = "ipv6_address", macAddress = "mac_address", userAgent = "user_agent_string"
  case uuid, slug, fileName = "file_name", filePath = "file_path", mimeType = "mime_type"
  case md5, sha1, sha256
  // Work
  case company, companySuffix = "company_suffix", job, catchPhrase = "catch_phrase"
  // Times
  case date, time, dateTime = "date_time", year, month, monthName = "month_name"
  case dayOfMonth = "day_of_month", dayOfWeek = "day_of_week"
  // Words
  case colorName = "color_name", hexColor = "hex_color", languageName = "language_name"
  case languageCode = "language_code", word, words, sentence, paragraph, text

  /// Nil for an unknown semantic type. Case does not matter.
  init?(sdtype: String) {
    let name = sdtype.lowercased()
    guard let kind = Self(rawValue: Self.otherNames[name] ?? name) else { return nil }
    self = kind
  }

  private static let otherNames: [String: String] = [
    "full_name": "name", "name_female": "name", "name_male": "name", "name_nonbinary": "name",
    "first_name_female": "first_name", "first_name_male": "first_name",
    "first_name_nonbinary": "first_name", "last_name_female": "last_name",
    "last_name_male": "last_name", "last_name_nonbinary": "last_name", "surname": "last_name",
    "middle_name": "first_name", "prefix_female": "prefix", "prefix_male": "prefix",
    "suffix_female": "suffix", "suffix_male": "suffix", "sex": "gender",
    "safe_email": "email", "free_email": "email", "company_email": "email",
    "ascii_email": "email", "ascii_safe_email": "email", "ascii_free_email": "email",
    "ascii_company_email": "email", "username": "user_name", "birthdate": "date_of_birth",
    "full_address": "address", "street": "street_name", "city_name": "city", "town": "city",
    "administrative_unit": "state", "province": "state", "region": "state",
    "zipcode": "postcode", "zip": "postcode", "zipcode_plus4": "postcode",
    "postalcode": "postcode", "postal_code": "postcode",
    "current_country": "country", "current_country_code": "country_code",
    "local_latlng": "latlng", "location_on_land": "latlng", "coordinate": "longitude",
    "phone": "phone_number", "basic_phone_number": "phone_number", "msisdn": "phone_number",
    "itin": "ssn", "invalid_ssn": "ssn", "credit_card_security": "credit_card_security_code",
    "swift": "swift11", "currency": "currency_code", "isbn": "isbn13", "ean": "ean13",
    "uri": "url", "image_url": "url", "hostname": "domain_name", "safe_domain_name": "domain_name",
    "free_email_domain": "domain_name", "safe_domain_word": "domain_word",
    "ipv4": "ipv4_address", "ipv4_private": "ipv4_address", "ipv4_public": "ipv4_address",
    "ip_address": "ipv4_address", "ipv6": "ipv6_address", "user_agent": "user_agent_string",
    "chrome": "user_agent_string", "firefox": "user_agent_string", "uuid4": "uuid",
    "guid": "uuid", "company_name": "company", "occupation": "job", "bs": "catch_phrase",
    "iso8601": "date_time", "date_object": "date", "color": "color_name",
    "safe_color_name": "color_name", "safe_hex_color": "hex_color", "language": "language_name",
    "locale": "language_code", "sentences": "sentence", "paragraphs": "paragraph",
    "texts": "text",
  ]
}
