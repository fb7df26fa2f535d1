/// The words by which names tell what a column is for.
enum KeyVocabulary {
  /// Words that mark a key or a reference, in English, German, Czech, French, Spanish, Italian.
  static let identifiers: Set<String> = [
    "id", "ids", "key", "code", "no", "nr", "nbr", "num", "number", "pk", "fk", "sk", "ref",
    "reference", "uuid", "guid", "uid", "oid", "identifier", "ident", "kennung", "nummer",
    "schluessel", "schlussel", "cislo", "kod", "klic", "numero", "codigo", "clave", "cle", "codice",
    "chiave", "rowid", "nro", "idf", "abbr",
  ]

  /// Those that can hardly mean anything else.
  static let strongIdentifiers: Set<String> = [
    "id", "ids", "key", "pk", "fk", "sk", "uuid", "guid", "uid", "oid", "identifier", "ident",
    "rowid", "kennung", "schluessel", "schlussel", "klic", "ref",
  ]

  /// Endings of joined words such as "custkey", "userid", "kundennummer".
  static let joinedIdentifiers = [
    "nummer", "number", "kennung", "key", "code", "nbr", "num", "kod", "ref", "id", "no", "nr",
    "fk", "pk", "sk",
  ]

  /// Words that make a number a measure; a column with one of them is no key.
  static let measures: Set<String> = [
    "amount", "amt", "count", "cnt", "total", "sum", "avg", "average", "mean", "min", "max",
    "price", "cost", "quantity", "qty", "balance", "rate", "ratio", "percent", "pct", "share",
    "age", "weight", "height", "length", "width", "depth", "size", "duration", "distance", "score",
    "points", "minutes", "seconds", "hours", "days", "weeks", "months", "years", "milliseconds",
    "bytes", "sales", "revenue", "profit", "income", "salary", "wage", "budget", "tax", "fee",
    "discount", "freight", "volume", "speed", "temperature", "population", "area", "value",
    "latitude", "longitude", "lat", "lon", "lng", "elevation", "altitude", "capacity", "stock",
    "payment", "payments", "limit", "units", "level", "inventory", "betrag", "preis", "menge",
    "anzahl", "summe", "gewicht", "alter", "castka", "cena", "pocet", "vek", "montant", "prix",
    "quantite", "precio", "cantidad", "importe", "year", "jahr", "rok", "month", "day", "week",
    "hour", "minute", "second", "date", "time", "datetime", "timestamp", "datum",
  ]

  /// Words that make even a number with a key's name a measure: "max_user_id", "total_order_no".
  static let aggregates: Set<String> = [
    "count", "cnt", "total", "sum", "avg", "average", "mean", "min", "max", "num", "anzahl",
    "pocet",
  ]

  /// Words that name a class of things; integers in such a column are codes.
  static let categories: Set<String> = [
    "type", "status", "state", "class", "category", "kind", "group", "code", "grade", "flag",
    "gender", "sex", "level", "tier", "rating", "zone", "cluster", "segment", "mode", "method",
    "priority", "severity", "stage", "phase", "rank", "race", "ethnicity", "education",
    "occupation", "season", "weekday", "dow", "shift", "channel", "brand", "model", "bin",
    "bucket", "label", "typ", "art", "klasse", "gruppe", "stufe", "kategorie", "geschlecht", "druh",
    "stav", "kod", "tipo", "clase", "estado", "sexo", "holiday", "id", "promo", "symbol",
  ]

  /// Words with which names of truth values begin or end.
  static let truths: Set<String> = [
    "is", "has", "was", "can", "should", "did", "does", "are", "flag", "active", "activebool",
    "enabled", "disabled", "deleted", "discontinued", "cancelled", "canceled", "verified", "valid",
    "approved", "paid", "shipped", "published", "visible", "hidden", "archived", "closed", "locked",
    "ind", "bool", "boolean", "yn", "aktiv", "ist", "hat",
  ]

  /// Words by which a row refers to another row of its own table.
  static let selfReferences: Set<String> = [
    "parent", "reports", "report", "manager", "mgr", "boss", "supervisor", "superior", "chief",
    "head", "leader", "predecessor", "previous", "prev", "next", "successor", "reply", "replies",
    "original", "root", "ancestor", "mother", "father", "sire", "dam", "super", "above",
    "replaces", "replaced", "superseded", "duplicate", "linked", "vorgesetzter", "chef", "eltern",
    "ueber", "uebergeordnet", "ubergeordnet", "vorgaenger", "vorganger", "nadrizeny", "vedouci",
    "rodic", "padre", "madre", "pere", "mere", "jefe", "mentor", "sponsor", "referrer", "referred",
    "spouse", "partner", "up", "upline", "senior",
  ]

  /// People in the service of the database's owner.
  static let staffRoles: Set<String> = [
    "rep", "representative", "manager", "mgr", "boss", "supervisor", "agent", "clerk", "staff",
    "employee", "emp", "seller", "salesperson", "salesman", "technician", "operator", "cashier",
    "reports", "lead", "leader", "head", "instructor", "teacher", "lecturer", "professor",
    "advisor",
    "doctor", "physician", "nurse", "driver", "pilot", "coach", "assignee", "assigned", "handler",
    "officer", "analyst", "engineer", "mitarbeiter", "betreuer", "bearbeiter", "verkaeufer",
    "verkaufer", "zamestnanec", "vedouci", "empleado", "vendedor", "employe", "vendeur",
  ]

  /// Other people who act.
  static let personRoles: Set<String> = [
    "author", "owner", "creator", "editor", "writer", "reviewer", "approver", "sender", "receiver",
    "recipient", "buyer", "payer", "payee", "host", "guest", "user", "member", "contact", "person",
    "created", "updated", "modified", "approved", "changed", "deleted", "reviewed", "requester",
    "reporter", "follower", "followee", "friend", "player", "student", "patient", "client",
    "customer", "winner", "loser", "borrower", "tenant", "landlord", "subscriber", "kunde",
  ]

  /// Names of tables of staff, in the singular.
  static let staffTables: Set<String> = [
    "employee", "emp", "staff", "worker", "personnel", "mitarbeiter", "angestellter", "personal",
    "zamestnanec", "empleado", "employe", "salesperson", "agent", "teacher", "instructor", "doctor",
    "physician", "user", "person", "officer",
  ]

  /// Names of tables of people, in the singular.
  static let personTables: Set<String> = [
    "user", "person", "member", "account", "profile", "contact", "author", "player", "student",
    "benutzer", "nutzer", "uzivatel", "usuario", "utilisateur", "osoba", "persona", "personne",
  ]

  /// Words that may stand after a table's word in a reference: places, directions, numbers.
  static let positions: Set<String> = [
    "from", "to", "by", "via", "of", "with", "for", "in", "at", "on", "a", "b", "c", "x", "y",
    "source", "target", "src", "dst", "dest", "destination", "origin", "start", "end", "first",
    "second", "third", "home", "away", "left", "right", "old", "new", "current", "primary",
    "secondary", "main", "default", "parent", "child", "von", "nach", "zu", "z", "do", "od", "de",
    "local", "foreign", "one", "two", "winner", "loser", "in", "out", "begin", "final",
  ]

  /// Words before a table's name that say nothing.
  static let tablePrefixes: Set<String> = [
    "tbl", "tab", "tb", "t", "dim", "fact", "fct", "stg", "staging", "dbo", "public", "lkp", "lu",
    "lookup", "raw", "src", "vw", "tabulka", "tabelle", "d", "f",
  ]

  /// Names of tables that list public things which other tables refer to, in the singular, in
  /// English, German, Czech, French, Spanish.
  static let lists: Set<String> = [
    "country", "region", "district", "county", "state", "province", "city", "continent", "area",
    "zone", "territory", "currency", "language", "locale", "timezone", "type", "category",
    "subcategory", "kind", "class", "status", "genre", "medium", "format", "unit", "uom", "color",
    "colour", "size", "season", "period", "calendar", "weekday", "holiday", "shipper", "carrier",
    "method", "mode", "priority", "severity", "reason", "gender", "title", "rating", "code",
    "lookup", "department", "discipline", "sport", "circuit", "airport", "station", "stadium",
    "venue", "aircraft", "airline", "brand", "manufacturer", "license", "licence", "industry",
    "sector",
    "profession", "occupation", "skill", "tag", "land", "bezirk", "kreis", "stadt", "ort", "gebiet",
    "waehrung", "wahrung", "sprache", "typ", "art", "kategorie", "klasse", "einheit", "farbe",
    "abteilung", "branche", "kraj", "okres", "mesto", "obec", "stat", "mena", "jazyk", "druh",
    "stav", "trida", "jednotka", "pays", "departement", "langue", "devise", "categorie", "genero",
    "pais", "provincia", "ciudad", "idioma", "moneda", "tipo", "categoria", "clase", "estado",
  ]

  /// Names of tables that list what is on offer, in the singular.
  static let catalogues: Set<String> = [
    "product", "catalogue", "catalog", "sku", "merchandise", "assortment", "produkt", "artikel",
    "katalog", "produit", "producto", "vyrobek", "zbozi",
  ]

  /// Names of tables of those who make what is on offer, in the singular.
  static let makers: Set<String> = [
    "supplier", "vendor", "manufacturer", "maker", "brand", "publisher", "distributor",
    "lieferant", "hersteller", "verlag", "fournisseur", "fabricant", "proveedor", "fabricante",
    "dodavatel", "vyrobce",
  ]
}
