import KindredData
import KindredPostgres
import Testing

@Suite("URLs of PostgreSQL databases")
struct PostgresURLTests {
  @Test(
    "What libpq reads is read",
    arguments: [
      ("postgres://", "postgres://"),
      ("postgresql:///shop", "postgres:///shop"),
      ("postgres://ann@db.example:5433/shop", "postgres://ann@db.example:5433/shop"),
      ("postgres://ann:pw@db/shop?sslmode=require", "postgres://ann@db/shop"),
      ("postgres://ann:p%40%2Fw@[::1]:5432/shop", "postgres://ann@[::1]:5432/shop"),
      ("postgres://a,b:5433/shop", "postgres://a,b:5433/shop"),
      ("postgres://h/d?schema=a,b&schema=c", "postgres://h/d?schema=a,b,c"),
      ("postgres://%2Fvar%2Frun/d", "postgres:///var/run/d"),
      ("postgres://u:a?b@h/d", "postgres://u@h/d"),
    ])
  func readable(text: String, described: String) throws {
    #expect(try PostgresURL(text).description == described)
  }

  @Test("The parts of a URL")
  func parts() throws {
    let url = try PostgresURL("postgresql://a%20b:c@h/d%C3%A9?schema=x,y&connect_timeout=3")
    #expect(url.user == "a b")
    #expect(url.database == "dé")
    #expect(url.schemas == ["x", "y"])
  }

  @Test(
    "What is malformed is refused without quoting it",
    arguments: [
      "mysql://u:secret@h/d", "postgres://u:secret%zz@h/d", "postgres://u:secret%@h/d",
      "postgres://u:secret%00@h/d", "postgres://u:secret@h:0/d", "postgres://u:secret@h:66000/d",
      "postgres://u:secret@h:x/d", "postgres://u:secret@[::1/d", "postgres://u:secret@h/d?x",
      "postgres://u:secret@h/d?=1", "postgres://u:12/secret@h/d", "postgres://u:se@cret@h/d",
      "postgres://u:secret%ff@h/d",
    ])
  func malformed(text: String) throws {
    let error = #expect(throws: KindredError.self) { try PostgresURL(text) }
    #expect(error?.kind == .argument)
    #expect(error?.description.contains("ecret") == false, "\(text)")
  }

  @Test("Passwords are hidden in texts, dumps included")
  func redaction() throws {
    let redact = Redaction()
    #expect(redact("cannot read 'postgres://u:pw@h/d'.") == "cannot read 'postgres://u:***@h/d'.")
    #expect(redact("postgresql://u:p@w@h:1/d x") == "postgresql://u:***@h:1/d x")
    #expect(redact("postgres://u:abcdefgh...") == "postgres://u:***")
    #expect(redact("postgres://h:5432/d") == "postgres://h:5432/d")
    #expect(
      redact("postgres://u@h/d?sslpassword=pw&x=1")
        == "postgres://u@h/d?sslpassword=pw&x=1"
        .replacing("pw&", with: "***&"))
    #expect(redact("nothing here") == "nothing here")
    var dumped = ""
    dump(try PostgresURL("postgres://u:secret@h/d"), to: &dumped)
    #expect(!dumped.contains("secret"))
    #expect(!"\(try PostgresURL("postgres://u:secret@h/d"))".contains("secret"))
  }

  @Test("Random bytes never trap")
  func randomBytes() {
    var random = SplitMix(seed: 5)
    let alphabet = Array("postgres://@:/?&=%[],ab01\u{80}é".utf8)
    for _ in 0..<20_000 {
      let length = Int(random.next() % 40)
      var bytes = Array((random.next() % 2 == 0 ? "postgres://" : "").utf8)
      for _ in 0..<length { bytes.append(alphabet[Int(random.next() % UInt64(alphabet.count))]) }
      _ = try? PostgresURL(utf8: bytes)
      _ = Redaction()(String(decoding: bytes, as: UTF8.self))
    }
  }
}

/// SplitMix64, for reproducible inputs.
struct SplitMix: RandomNumberGenerator {
  private var state: UInt64
  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ z >> 30) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ z >> 27) &* 0x94D0_49BB_1331_11EB
    return z ^ z >> 31
  }
}
