/// Personal types: told by a name and values that bear it out, or by unmistakable values.
struct PersonalType: Sendable {
  let sdtype: SDType
  /// Sequences of words of which one must occur in the column's name.
  let names: [[String]]
  /// What at least four of five values pass.
  let test: @Sendable (String) -> Bool
  /// Whether values that repeat are worth learning: such a column is personal only where most
  /// values differ, else categorical.
  var isPlaceLike = false

  private static func type(_ name: String) -> SDType { SDType(rawValue: name) }

  /// In the order in which they are tried: "email_address" is an email, "ip_address" an IP address.
  static let named: [PersonalType] = [
    PersonalType(
      sdtype: type("email"), names: [["email"], ["mail"], ["e", "mail"]],
      test: ValuePatterns.isEmail),
    PersonalType(
      sdtype: type("ipv4_address"), names: [["ip"], ["ipv", "4"], ["ipaddress"]],
      test: ValuePatterns.isIPv4),
    PersonalType(
      sdtype: type("url"),
      names: [["url"], ["uri"], ["website"], ["web"], ["homepage"], ["link"], ["www"]],
      test: ValuePatterns.isURL),
    PersonalType(
      sdtype: type("password"),
      names: [["password"], ["passwd"], ["pwd"], ["passwort"], ["heslo"]],
      test: ValuePatterns.isLogin),
    PersonalType(
      sdtype: type("phone_number"),
      names: [
        ["phone"], ["telephone"], ["tel"], ["fax"], ["mobile"], ["cell"], ["cellphone"], ["handy"],
        ["telefon"], ["phonenumber"], ["telefono"], ["mobil"],
      ], test: ValuePatterns.isPhone),
    PersonalType(
      sdtype: type("postcode"),
      names: [
        ["postcode"], ["postal", "code"], ["post", "code"], ["zip"], ["zipcode"], ["postalcode"],
        ["plz"], ["postleitzahl"], ["psc"], ["postnummer"],
      ], test: ValuePatterns.isPostcode),
    PersonalType(
      sdtype: type("ssn"),
      names: [["ssn"], ["social", "security"], ["rodne", "cislo"], ["national", "id"]],
      test: ValuePatterns.isSSN),
    PersonalType(
      sdtype: type("credit_card_number"),
      names: [
        ["credit", "card"], ["card", "number"], ["cc", "number"], ["cardnumber"], ["pan"],
      ],
      test: ValuePatterns.isCardNumber),
    PersonalType(
      sdtype: type("iban"), names: [["iban"]], test: ValuePatterns.isIBAN),
    PersonalType(
      sdtype: type("user_name"),
      names: [["username"], ["user", "name"], ["login"], ["nickname"], ["screen", "name"]],
      test: ValuePatterns.isLogin),
    PersonalType(
      sdtype: type("first_name"),
      names: [
        ["first", "name"], ["firstname"], ["fname"], ["given", "name"], ["givenname"],
        ["forename"], ["vorname"], ["jmeno"], ["prenom"], ["middle", "name"], ["name", "first"],
      ], test: ValuePatterns.isPersonName),
    PersonalType(
      sdtype: type("last_name"),
      names: [
        ["last", "name"], ["lastname"], ["lname"], ["surname"], ["family", "name"], ["nachname"],
        ["familienname"], ["prijmeni"], ["apellido"], ["name", "last"],
      ], test: ValuePatterns.isPersonName),
    PersonalType(
      sdtype: type("name"),
      names: [
        ["full", "name"], ["fullname"], ["contact", "name"], ["person", "name"],
        ["employee", "name"], ["customer", "name"], ["patient", "name"], ["player", "name"],
        ["student", "name"], ["author", "name"], ["owner", "name"], ["member", "name"],
        ["client", "name"], ["manager", "name"], ["staff", "name"], ["holder", "name"],
        ["display", "name"],
      ], test: ValuePatterns.isPersonName),
    PersonalType(
      sdtype: type("address"),
      names: [
        ["address"], ["addr"], ["adresse"], ["adresa"], ["street"], ["strasse"], ["ulice"],
      ], test: ValuePatterns.isAddress),
    PersonalType(
      sdtype: type("company"),
      names: [
        ["company"], ["employer"], ["firm"], ["firma"], ["supplier", "name"], ["vendor", "name"],
        ["organization", "name"], ["organisation", "name"], ["unternehmen"], ["empresa"],
      ], test: { $0.contains { $0.isLetter } }, isPlaceLike: true),
    PersonalType(
      sdtype: type("city"),
      names: [
        ["city"], ["town"], ["stadt"], ["ort"], ["wohnort"], ["mesto"], ["obec"], ["ville"],
        ["ciudad"], ["municipality"],
      ], test: ValuePatterns.isPlaceName, isPlaceLike: true),
    PersonalType(
      sdtype: type("country"), names: [["country"], ["land"], ["stat"], ["pays"], ["pais"]],
      test: ValuePatterns.isPlaceName, isPlaceLike: true),
  ]

  /// Told by values alone, whatever the name.
  static let unmistakable: [(sdtype: SDType, test: @Sendable (String) -> Bool)] = [
    (type("email"), ValuePatterns.isEmail),
    (type("url"), ValuePatterns.isURL),
    (type("ipv4_address"), ValuePatterns.isIPv4),
    (type("ipv6_address"), ValuePatterns.isIPv6),
    (type("mac_address"), ValuePatterns.isMAC),
    (type("user_agent_string"), { $0.hasPrefix("Mozilla/") }),
  ]

  /// Whether the name contains one of `names`; a name that speaks of something else in its last
  /// word ("city_id", "phone_count") does not.
  func isNamed(_ words: NameWords) -> Bool {
    let all = words.words
    return names.contains { sequence in
      guard all.count >= sequence.count else { return false }
      for start in 0...(all.count - sequence.count)
      where Array(all[start..<(start + sequence.count)]) == sequence {
        let rest = all[(start + sequence.count)...]
        return rest.allSatisfy { Self.companions.contains($0) || Int($0) != nil }
      }
      return false
    }
  }

  /// Words that may follow: "email_address", "phone_number", "address_line_1", "company_name".
  private static let companions: Set<String> = [
    "address", "number", "no", "nr", "num", "name", "line", "code", "text", "hash", "work", "home",
    "main", "mobile", "street", "primary", "secondary", "private", "business", "zip", "plus", "a",
    "b",
  ]
}
