public import KindredData

/// Finds the form of keys without keeping any of them.
///
/// Keys are grouped by the alphabets of their characters; a group becomes a form. Characters are
/// kept as they are only where at least ten keys of a group all share them.
struct KeyLearning {
  /// As many keys must share what is kept of them.
  static let minimumCount = 10
  /// Keys that are looked at; more are thinned out evenly.
  private static let keyLimit = 50_000
  private static let groupLimit = 24
  /// A pattern has this many strings per key learned from.
  private static let spareFactor: UInt64 = 10

  static func learn(from pool: StringPool) -> [KeyMixture.Part] {
    let keys = scalars(of: pool)
    guard !keys.isEmpty else {
      return [KeyMixture.Part(weight: 1, form: KeyForm(Array(repeating: .digits, count: 8)))]
    }
    var parts = parts(of: groups(of: keys), total: keys.count)
    widen(&parts, to: UInt64(pool.count).multipliedSaturated(by: spareFactor))
    return parts
  }

  private static func scalars(of pool: StringPool) -> [[UInt32]] {
    let step = max(1, (pool.count + keyLimit - 1) / keyLimit)
    return stride(from: 0, to: pool.count, by: step).compactMap { index in
      let key = String(decoding: pool.utf8(at: index), as: UTF8.self).unicodeScalars.map(\.value)
      return key.isEmpty || key.count > KeyForm.lengthLimit - 8 ? nil : key
    }
  }

  // MARK: - Groups

  private struct Group {
    var keys: [[UInt32]]
    /// Whether all keys have the same alphabet at every position.
    var isUniform: Bool
  }

  /// Keys with the same alphabets and punctuation at all positions when there are few such groups,
  /// else keys of the same length.
  private static func groups(of keys: [[UInt32]]) -> [Group] {
    let bySignature = grouped(keys) { key in
      key.map { Alphabet.of($0)?.ranges.first?.lowerBound ?? $0 }
    }
    let frequent = bySignature.filter { $0.count >= minimumCount }
    let covered = frequent.reduce(0) { $0 + $1.count }
    if frequent.count <= groupLimit, covered * 10 >= keys.count * 9 {
      return frequent.flatMap(splitByPrefix).map { Group(keys: $0, isUniform: true) }
    }
    let byLength = grouped(keys) { [UInt32($0.count)] }
    return byLength.prefix(groupLimit).map { Group(keys: $0, isUniform: false) }
  }

  /// Larger groups first, else in the order of the first key.
  private static func grouped(
    _ keys: [[UInt32]], by signature: ([UInt32]) -> [UInt32]
  ) -> [[[UInt32]]] {
    var numbers: [[UInt32]: Int] = [:]
    var groups: [[[UInt32]]] = []
    for key in keys {
      let name = signature(key)
      if let number = numbers[name] {
        groups[number].append(key)
      } else {
        numbers[name] = groups.count
        groups.append([key])
      }
    }
    return groups.enumerated().sorted {
      ($1.element.count, $0.offset) < ($0.element.count, $1.offset)
    }
    .map(\.element)
  }

  /// Splits a group whose keys begin with one of a few common words, such as ORD-1 and INV-1.
  private static func splitByPrefix(_ keys: [[UInt32]]) -> [[[UInt32]]] {
    func word(_ key: [UInt32]) -> [UInt32] {
      Array(
        key.prefix {
          CharacterRanges.uppercase.contains($0) || CharacterRanges.lowercase.contains($0)
        })
    }
    guard let first = keys.first, !word(first).isEmpty, word(first).count < first.count else {
      return [keys]
    }
    let groups = grouped(keys, by: word)
    let isCommon = groups.count <= 12 && groups.allSatisfy { $0.count >= minimumCount }
    return isCommon ? groups : [keys]
  }

  // MARK: - Forms

  private static func parts(of groups: [Group], total: Int) -> [KeyMixture.Part] {
    var parts: [KeyMixture.Part] = []
    for group in groups {
      let form = form(of: group)
      guard !parts.contains(where: { $0.form.overlaps(form) }) else { continue }
      let weight = (group.keys.count * 64 + total / 2) / total
      parts.append(KeyMixture.Part(weight: UInt64(max(1, weight)), form: form))
    }
    return parts
  }

  private static func form(of group: Group) -> KeyForm {
    let length = group.keys.map(\.count).min() ?? 1
    var classes: [CharacterRanges] = []
    for position in 0..<length {
      var seen = Set<UInt32>()
      for key in group.keys { seen.insert(key[position]) }
      classes.append(characters(seen: seen, keys: group.keys.count))
    }
    return KeyForm(identifierCodes(group.keys, classes) ?? classes)
  }

  /// The class of a position.
  private static func characters(seen: Set<UInt32>, keys: Int) -> CharacterRanges {
    if seen.count == 1, let only = seen.first,
      keys >= minimumCount || (only < 0x80 && Alphabet.of(only) == nil)
    {
      return CharacterRanges([only...only])
    }
    var result = CharacterRanges()
    let alphabets = seen.compactMap { Alphabet.of($0) }
    let letters = seen.filter { !CharacterRanges.digits.contains($0) }
    // Hexadecimal digits, upper or lower case.
    let isHexadecimal =
      letters.count < seen.count && letters.count > 0
      && (letters.allSatisfy { (0x61...0x66).contains($0) }
        || letters.allSatisfy { (0x41...0x46).contains($0) })
    if isHexadecimal, let letter = letters.first {
      return CharacterRanges([0x30...0x39, letter < 0x61 ? 0x41...0x46 : 0x61...0x66])
    }
    for range in alphabets.flatMap(\.ranges).sorted(by: { $0.lowerBound < $1.lowerBound }) {
      result.insert(range)
    }
    // Punctuation at a place where other keys have letters.
    for symbol in seen.sorted() where symbol < 0x80 && Alphabet.of(symbol) == nil {
      result.insert(symbol...symbol)
    }
    return result.count > 0 ? result : .digits
  }

  /// The form of UUIDs, whose 15th and 20th characters have fewer values; nil for other keys.
  private static func identifierCodes(
    _ keys: [[UInt32]], _ classes: [CharacterRanges]
  ) -> [CharacterRanges]? {
    let dashes = [8, 13, 18, 23]
    guard classes.count == 36 else { return nil }
    var isLower = true
    for key in keys {
      for (position, scalar) in key.enumerated() {
        guard dashes.contains(position) == (scalar == 0x2D) else { return nil }
        if scalar == 0x2D { continue }
        guard Unicode.Scalar(scalar)?.hexadecimalDigit != nil else { return nil }
        if (0x41...0x46).contains(scalar) { isLower = false }
      }
    }
    let hexadecimal = CharacterRanges([0x30...0x39, isLower ? 0x61...0x66 : 0x41...0x46])
    var result = classes.indices.map { dashes.contains($0) ? CharacterRanges("-") : hexadecimal }
    if classes[14].count == 1 { result[14] = classes[14] }
    let variants: Set<UInt32> = [0x38, 0x39, 0x61, 0x62, 0x41, 0x42]
    if keys.allSatisfy({ variants.contains($0[19]) }) {
      result[19] = CharacterRanges([0x38...0x39, isLower ? 0x61...0x62 : 0x41...0x42])
    }
    return result
  }

  // MARK: - Capacity

  /// Frees shared digits, then adds longer forms, until there are enough strings.
  private static func widen(_ parts: inout [KeyMixture.Part], to needed: UInt64) {
    while KeyMixture(parts).capacity < needed {
      if freeDigit(in: &parts) { continue }
      guard parts.count < KeyMixture.formLimit,
        let largest = parts.max(by: { $0.form.capacity < $1.form.capacity })
      else { return }
      var longer = largest
      repeat {
        let classes = longer.form.classes
        guard classes.count < KeyForm.lengthLimit else { return }
        let place = classes.lastIndex { $0.count > 1 } ?? classes.count - 1
        let added = classes[place].count > 1 ? classes[place] : .digits
        longer.form = KeyForm(
          Array(classes[...place]) + [added] + Array(classes[(place + 1)...]))
      } while parts.contains { $0.form.overlaps(longer.form) }
      parts.append(longer)
    }
  }

  /// Turns the last digit that all keys of a form share into any digit: 0001 to 0499 has room up
  /// to 9999.
  private static func freeDigit(in parts: inout [KeyMixture.Part]) -> Bool {
    for index in parts.indices {
      var classes = parts[index].form.classes
      let shared = classes.lastIndex {
        $0.count == 1 && CharacterRanges.digits.contains($0.ranges[0].lowerBound)
      }
      guard let shared else { continue }
      classes[shared] = .digits
      let wider = KeyForm(classes)
      let isFree = parts.indices.allSatisfy { $0 == index || !parts[$0].form.overlaps(wider) }
      guard isFree, wider.capacity > parts[index].form.capacity else { continue }
      parts[index].form = wider
      return true
    }
    return false
  }
}

extension KeyPattern {
  /// The form of real keys: their alphabets, separators, lengths and shared prefixes.
  ///
  /// No key is remembered; a letter or digit is kept only where at least ten keys share it. The
  /// pattern has at least ten strings per key. Without keys it is `[0-9]{8}`.
  public static func learn(from keys: StringPool) -> KeyPattern {
    KeyPattern(KeyLearning.learn(from: keys))
  }
}
