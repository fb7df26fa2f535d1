public import KindredData

/// Finds the form of keys without keeping any of them.
///
/// Keys are grouped by the alphabets of their characters; a group becomes a form. Characters are
/// kept as they are only where at least ten keys of a group all share them.
struct KeyLearning {
  /// As many keys must share what is kept of them.
  static let minimumCount = 10
  /// Keys that show which digits occur at a position: one of ten is missed with 0.9^50 = 0.5 %.
  private static let rangeCount = 50
  /// Keys that are looked at; more are thinned out evenly.
  private static let keyLimit = 50_000
  private static let groupLimit = 24
  /// A pattern has this many strings per key learned from.
  private static let spareFactor: UInt64 = 10

  static func learn(from pool: StringPool) -> [KeyMixture.Part] {
    let step = max(1, (pool.count + keyLimit - 1) / keyLimit)
    let thinned = stride(from: 0, to: pool.count, by: step)
      .map { String(decoding: pool.utf8(at: $0), as: UTF8.self).unicodeScalars.map(\.value) }
      .filter { !$0.isEmpty && $0.count <= KeyForm.lengthLimit - 8 }
    // A value that stands many times in the pool is still one key.
    let keys = grouped(thinned) { $0 }.compactMap(\.first)
    guard !keys.isEmpty else {
      return [KeyMixture.Part(weight: 1, form: KeyForm(Array(repeating: .digits, count: 8)))]
    }
    var parts = parts(of: groups(of: keys))
    let distinct = UInt64(pool.count) * UInt64(keys.count) / UInt64(thinned.count)
    widen(&parts, to: distinct.multipliedSaturated(by: spareFactor))
    addReserve(to: &parts)
    return parts
  }

  // MARK: - Groups

  /// Keys with the same alphabets and punctuation at all positions, when there are few such groups
  /// or the groups differ only in how long the runs of an alphabet are; else keys of the same
  /// length.
  private static func groups(of keys: [[UInt32]]) -> [[[UInt32]]] {
    func signature(_ key: [UInt32]) -> [UInt32] {
      key.map { Alphabet.of($0)?.ranges.first?.lowerBound ?? $0 }
    }
    let bySignature = grouped(keys, by: signature)
    let frequent = bySignature.filter { $0.count >= minimumCount }
    let covered = frequent.reduce(0) { $0 + $1.count }
    if frequent.count <= groupLimit, covered * 10 >= keys.count * 9 {
      return frequent.flatMap(splitByPrefix)
    }
    let runs = grouped(keys) { key in
      signature(key).reduce(into: []) { if $0.last != $1 { $0.append($1) } }
    }
    let common = runs.prefix(3).filter { $0.count >= minimumCount }
    if common.reduce(0, { $0 + $1.count }) * 10 >= keys.count * 9 {
      return Array(grouped(common.flatMap { $0 }, by: signature).prefix(groupLimit))
    }
    let byLength = grouped(keys) { [UInt32($0.count)] }
    let large = byLength.filter { $0.count >= minimumCount }
    return Array((large.isEmpty ? byLength : large).prefix(groupLimit))
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

  private static func parts(of groups: [[[UInt32]]]) -> [KeyMixture.Part] {
    let total = groups.reduce(0) { $0 + $1.count }
    var parts: [KeyMixture.Part] = []
    for keys in groups {
      let form = form(of: keys)
      guard !parts.contains(where: { $0.form.overlaps(form) }) else { continue }
      let weight = (keys.count * 64 + total / 2) / max(1, total)
      parts.append(KeyMixture.Part(weight: UInt64(max(1, weight)), form: form))
    }
    return parts
  }

  private static func form(of keys: [[UInt32]]) -> KeyForm {
    let length = keys.map(\.count).min() ?? 0
    var classes: [CharacterRanges] = []
    for position in 0..<length {
      var seen = Set<UInt32>()
      for key in keys { seen.insert(key[position]) }
      classes.append(characters(seen: seen, keys: keys.count))
    }
    return KeyForm(uuid(keys, classes) ?? classes)
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
    // Digits that say something: the first of a number, of a year, of a month.
    if letters.isEmpty, keys >= rangeCount, let low = seen.min(), let high = seen.max() {
      return CharacterRanges([low...high])
    }
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
  private static func uuid(
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

  /// Strings that a pattern has with its reserve: enough for samples of any scale.
  private static let reservedCapacity: UInt64 = 1 << 40

  /// Frees digits until there are enough strings of the learned forms, where that can be done.
  private static func widen(_ parts: inout [KeyMixture.Part], to needed: UInt64) {
    while KeyMixture(parts).capacity < needed, freeDigit(in: &parts) {}
  }

  /// Adds longer forms, to be used when the learned ones are used up.
  private static func addReserve(to parts: inout [KeyMixture.Part]) {
    while KeyMixture(parts).capacity < reservedCapacity {
      guard parts.count < KeyMixture.formLimit,
        let largest = parts.max(by: { $0.form.capacity < $1.form.capacity })
      else { return }
      var longer = largest.form
      repeat {
        let classes = longer.classes
        guard classes.count < KeyForm.lengthLimit else { return }
        let place = classes.lastIndex { $0.count > 1 } ?? classes.count - 1
        let added = classes[place].count > 1 ? classes[place] : .digits
        longer = KeyForm(Array(classes[...place]) + [added] + Array(classes[(place + 1)...]))
      } while parts.contains { $0.form.overlaps(longer) }
      parts.append(KeyMixture.Part(weight: 0, form: longer))
    }
  }

  /// Lets the last position that knows only some digits, zero among them, have any digit: keys from
  /// 0001 to 0499 have room up to 9999. Numbers without leading zeros stay without them.
  private static func freeDigit(in parts: inout [KeyMixture.Part]) -> Bool {
    for index in parts.indices {
      var classes = parts[index].form.classes
      let narrow = classes.indices.last { place in
        let ranges = classes[place].ranges
        guard ranges.count == 1, let range = ranges.first, 0x30...0x39 != range else {
          return false
        }
        let isFirst = place == 0 || !CharacterRanges.digits.contains(classes[place - 1].first)
        return (0x30...0x39).contains(range.upperBound) && (range.lowerBound == 0x30 || !isFirst)
      }
      guard let narrow else { continue }
      classes[narrow] = .digits
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
  /// pattern has longer strings in reserve, about 2^40 in all. Without keys it is `[0-9]{8}`.
  public static func learn(from keys: StringPool) -> KeyPattern {
    KeyPattern(KeyLearning.learn(from: keys))
  }
}
