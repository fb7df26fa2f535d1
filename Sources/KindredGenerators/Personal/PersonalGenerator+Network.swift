extension PersonalGenerator {
  func writeNetwork(_ kind: PersonalKind, _ value: inout FieldValue) {
    switch kind {
    case .url:
      value.write("https://")
      writeHost(&value)
      value.write("/")
      value.write(PlainWords.all[value.draw.below(PlainWords.all.count)])
    case .domainName: writeHost(&value)
    case .domainWord: writeSlug(&value)
    case .slug: writeSlug(&value)
    case .ipv4: writeIPv4(&value)
    case .ipv6:
      // 2001:db8::/32 is reserved for documentation (RFC 3849).
      let network = value.draw.below(1 << 32)
      let host = value.choice(below: 1 << 62)
      value.write("2001:db8")
      for part in [network >> 16, network, host >> 48, host >> 32, host >> 16, host] {
        value.write(":")
        writeGroup(part & 0xFFFF, &value)
      }
    case .macAddress:
      // The second lowest bit of the first byte marks addresses that no maker gives out.
      let number = value.choice(below: 1 << 40)
      value.write("02")
      for place in (0..<5).reversed() {
        value.write(":")
        value.writeHexadecimal(number >> UInt64(8 * place), digits: 2)
      }
    case .userAgent: writeUserAgent(&value)
    case .uuid: writeUUID(&value)
    case .fileName, .filePath: writeFile(hasFolder: kind == .filePath, &value)
    case .mimeType: value.writeChoice(of: CodeWords.mimeTypes)
    case .md5: writeDigest(digits: 32, &value)
    case .sha1: writeDigest(digits: 40, &value)
    default: writeDigest(digits: 64, &value)
    }
  }

  /// Two or three words with hyphens, a number behind them when they are used up.
  private func writeSlug(_ value: inout FieldValue) {
    let words = PlainWords.all
    let choice = value.choice(below: words.count * words.count)
    value.write(words[choice / words.count])
    value.write("-")
    value.write(words[choice % words.count])
    let round = value.takeRound()
    if round > 0 {
      value.write("-")
      value.write(round + 1)
    }
  }

  /// A host of the top-level domain that is reserved for examples (RFC 2606).
  private func writeHost(_ value: inout FieldValue) {
    writeSlug(&value)
    value.write(".example")
  }

  /// One of the three networks for documentation (RFC 5737); where addresses must not repeat,
  /// one of 240.0.0.0/4, which was never given out and is larger.
  private func writeIPv4(_ value: inout FieldValue) {
    if value.isUnique {
      let address = 0xF000_0000 + value.choice(below: 0x0FFF_FFFF)
      for place in (0..<4).reversed() {
        value.write(address >> UInt64(8 * place) & 0xFF)
        if place > 0 { value.write(".") }
      }
      return
    }
    switch value.draw.below(3) {
    case 0: value.write("192.0.2.")
    case 1: value.write("198.51.100.")
    default: value.write("203.0.113.")
    }
    value.write(value.draw.below(254) + 1)
  }

  /// Four hexadecimal digits without leading zeros.
  private func writeGroup(_ part: UInt64, _ value: inout FieldValue) {
    value.writeHexadecimal(part, digits: part < 16 ? 1 : part < 256 ? 2 : part < 4_096 ? 3 : 4)
  }

  private func writeUserAgent(_ value: inout FieldValue) {
    let choice = value.choice(below: 40 * 3_000 * 250)
    let major = 100 + choice / (3_000 * 250)
    let build = 4_000 + choice / 250 % 3_000
    value.write("Mozilla/5.0 (")
    value.write(CodeWords.platforms[value.draw.below(CodeWords.platforms.count)])
    value.write(") AppleWebKit/537.36 (KHTML, like Gecko) Chrome/")
    value.write(major)
    value.write(".0.")
    value.write(build)
    value.write(".")
    value.write(choice % 250)
    value.write(" Safari/537.36")
  }

  /// A random UUID (version 4).
  private func writeUUID(_ value: inout FieldValue) {
    let high = value.draw.below(.max)
    let low = value.choice(below: 1 << 62)
    value.writeHexadecimal(high >> 32, digits: 8)
    value.write("-")
    value.writeHexadecimal(high >> 16, digits: 4)
    value.write("-4")
    value.writeHexadecimal(high, digits: 3)
    value.write("-")
    value.writeHexadecimal(1 << 15 | low >> 48, digits: 4)
    value.write("-")
    value.writeHexadecimal(low, digits: 12)
  }

  private func writeFile(hasFolder: Bool, _ value: inout FieldValue) {
    if hasFolder {
      value.write("/")
      value.write(PlainWords.all[value.draw.below(PlainWords.all.count)])
      value.write("/")
    }
    writeSlug(&value)
    value.write(".")
    value.write(CodeWords.fileEndings[value.draw.below(CodeWords.fileEndings.count)])
  }

  private func writeDigest(digits: Int, _ value: inout FieldValue) {
    value.writeHexadecimal(value.draw.below(1 << 16), digits: 1)
    value.writeHexadecimal(value.choice(below: 1 << 60), digits: 15)
    for _ in 0..<(digits - 16) / 8 {
      value.writeHexadecimal(value.draw.below(1 << 32), digits: 8)
    }
  }
}
