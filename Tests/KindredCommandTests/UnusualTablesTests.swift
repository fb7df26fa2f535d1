import Testing

/// Tables out of the ordinary that can be learned all the same.
@Suite("Unusual CSV files")
struct UnusualTablesTests {
  /// Detects, fits, samples and validates a table `t`.
  /// - Returns: the sample's text.
  @discardableResult
  private func roundTrip(_ text: String, rows: Int = 3) throws -> String {
    let folder = Folder()
    folder.file("data/t.csv", text)
    let fit = try Program.run("fit", folder.path("data"), "-o", folder.path("model"))
    #expect(fit.status == 0, "\(fit.errors)")
    let sample = try Program.run(
      "sample", folder.path("model"), "-o", folder.path("new"), "--rows", "\(rows)", "--seed", "1")
    #expect(sample.status == 0, "\(sample.errors)")
    let validate = try Program.run("validate", folder.path("new"))
    #expect(validate.status == 0, "\(validate.output)\(validate.errors)")
    return try folder.text("new/t.csv")
  }

  @Test("A header without rows")
  func headerOnly() throws {
    let text = try roundTrip("id,x\n", rows: 0)
    #expect(text == "id,x\n")
  }

  @Test("One row")
  func oneRow() throws {
    let text = try roundTrip("id,x,y\n1,2.5,a\n")
    #expect(text.split(separator: "\n").count == 4)
    #expect(text.hasPrefix("id,x,y\n"))
  }

  @Test("Columns of nulls, and of one value")
  func nullsAndConstants() throws {
    let rows = (1...30).map { "\($0),,7,same,2020-02-02\n" }.joined()
    let text = try roundTrip("id,none,seven,word,day\n" + rows, rows: 5)
    for line in text.split(separator: "\n").dropFirst() {
      #expect(line.hasSuffix(",,7,same,2020-02-02"))
    }
  }

  @Test("A thousand columns")
  func manyColumns() throws {
    var text = "id," + (0..<1000).map { "c\($0)" }.joined(separator: ",") + "\n"
    for row in 0..<60 {
      let values = (0..<1000).map { "\((row &* 7919 &+ $0 &* 104_729) % 97)" }
      text += "\(row),\(values.joined(separator: ","))\n"
    }
    let lines = try roundTrip(text).split(separator: "\n")
    #expect(lines.count == 4)
    for line in lines { #expect(line.split(separator: ",").count == 1001) }
  }

  @Test("A line of a million characters")
  func longLine() throws {
    let long = String(repeating: "abcdefghi ", count: 100_000)
    try roundTrip("id,x\n1,\(long)\n2,short\n")
  }

  @Test("Line ends of other systems, a byte order mark, and no line end at the end")
  func lineEnds() throws {
    let text = try roundTrip("\u{FEFF}id,x\r\n1,2\r\n2,3")
    #expect(text.hasPrefix("id,x\n"))
  }

  @Test("Names with spaces, quotes and other scripts")
  func names() throws {
    let text = try roundTrip("id,\"a, b\",\"say \"\"x\"\"\",größe 日本\n1,2,3,4\n2,3,4,5\n")
    #expect(text.hasPrefix("id,\"a, b\",\"say \"\"x\"\"\",größe 日本\n"))
  }

  @Test("The outermost integers")
  func outermostIntegers() throws {
    let text = try roundTrip(
      "id,x\n1,9223372036854775807\n2,-9223372036854775808\n", rows: 20)
    let values = Set(
      text.split(separator: "\n").dropFirst().compactMap { $0.split(separator: ",").last })
    #expect(values == ["9223372036854775807", "-9223372036854775808"])
  }
}
